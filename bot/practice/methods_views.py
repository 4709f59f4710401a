"""views.*: forms opened, changed and laid on each other, and Home tabs."""

from dataclasses import replace

from bot.practice.answers import view_json, with_ids
from bot.practice.blocks import judged_view
from bot.practice.contract import Json
from bot.practice.forms import still_fitting
from bot.practice.methods import Call, Methods, user_of
from bot.practice.refusals import refuse
from bot.practice.team import TRIGGER_LIFE, Team, View

MAX_STACK = 3


def _view(call: Call, *, home: bool = False) -> Json:
    given = call.args.decoded("view", "invalid_arguments")
    return judged_view(given, home=home)


def _triggered_by(call: Call) -> str:
    """The person whose trigger this is, now used up. Raises invalid_, exchanged_ or expired_trigger_id."""
    given = call.args.text("trigger_id")
    if not given:
        refuse("invalid_arguments", ("missing required field: trigger_id",))
    trigger = call.team.triggers.get(given)
    if trigger is None:
        refuse("invalid_trigger_id")
    if trigger.used:
        refuse("exchanged_trigger_id")
    if call.team.now() - trigger.made_at > TRIGGER_LIFE:
        refuse("expired_trigger_id")
    trigger.used = True
    return trigger.user


def new_view(team: Team, user: str, body: Json, under: View | None = None) -> View:
    """A form that was never shown before, laid on `under` if there is one."""
    _unique_name(team, body, "")
    made = team.fresh("V")
    return View(
        id=made,
        hash=f"{team.stamp()}.h",
        user=user,
        body={**body, "blocks": with_ids(team, body["blocks"])},
        root=under.root if under else made,
        previous=under.id if under else None,
    )


def changed_view(team: Team, view: View, body: Json) -> View:
    """The same form with another content; what was typed stays where the same input is still there."""
    _unique_name(team, body, view.id)
    blocks = with_ids(team, body["blocks"])
    values = still_fitting(blocks, view.values)
    fresh = replace(view, hash=f"{team.stamp()}.h", body={**body, "blocks": blocks}, values=values, errors={})
    return team.put_view(fresh)


def _unique_name(team: Team, body: Json, own: str) -> None:
    name = body.get("external_id")
    views = [*team.homes.values(), *(view for stack in team.stacks.values() for view in stack)]
    if name and any(view.body.get("external_id") == name and view.id != own for view in views):
        refuse("duplicate_external_id")


def open_view(call: Call) -> Json:
    """views.open."""
    body = _view(call)
    user = _triggered_by(call)
    view = new_view(call.team, user, body)
    call.team.stacks[user] = [view]
    call.team.touch()
    return {"view": view_json(view)}


def push_view(call: Call) -> Json:
    """views.push: at most three forms lie on each other."""
    body = _view(call)
    user = _triggered_by(call)
    view = pushed(call.team, user, body)
    return {"view": view_json(view)}


def pushed(team: Team, user: str, body: Json) -> View:
    """Lay a form on the person's open one. Raises not_found, push_limit_reached."""
    stack = team.stacks.get(user, [])
    if not stack:
        refuse("not_found")
    if len(stack) >= MAX_STACK:
        refuse("push_limit_reached")
    view = new_view(team, user, body, under=stack[-1])
    stack.append(view)
    team.touch()
    return view


def _named(call: Call) -> View:
    wanted, external = call.args.maybe("view_id"), call.args.maybe("external_id")
    if wanted is None and external is None:
        refuse("invalid_arguments", ("missing required field: view_id",))
    for stack in call.team.stacks.values():
        for view in stack:
            if view.id == wanted or (external and view.body.get("external_id") == external):
                return view
    home = next((view for view in call.team.homes.values() if view.id == wanted), None)
    if home is None:
        refuse("not_found")
    return home


def _fresh_enough(call: Call, view: View | None) -> None:
    given = call.args.maybe("hash")
    if given and (view is None or view.hash != given):
        refuse("hash_conflict")


def update_view(call: Call) -> Json:
    """views.update."""
    view = _named(call)
    body = _view(call, home=view.is_home)
    _fresh_enough(call, view)
    return {"view": view_json(changed_view(call.team, view, body))}


def publish_view(call: Call) -> Json:
    """views.publish: a person's Home tab."""
    user = user_of(call, "user_id")
    body = _view(call, home=True)
    shown = call.team.homes.get(user.id)
    _fresh_enough(call, shown)
    if shown is not None:
        return {"view": view_json(changed_view(call.team, shown, body))}
    view = new_view(call.team, user.id, body)
    call.team.homes[user.id] = view
    call.team.touch()
    return {"view": view_json(view)}


METHODS: Methods = {
    "views.open": open_view,
    "views.publish": publish_view,
    "views.push": push_view,
    "views.update": update_view,
}
