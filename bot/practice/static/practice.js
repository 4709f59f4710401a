// Keeps the page up to date without losing what is being typed. Without this script the page works by reload.
"use strict";
(() => {
  const POLL_MS = 1000;
  const REGIONS = ["clock", "lists", "head", "foot"];
  const $ = (id, root = document) => root.getElementById(id);
  const root = document.documentElement;
  root.classList.add("scripted");
  let busy = 0;

  const atEnd = (box) => !box || box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const toEnd = () => { const box = $("stream"); if (box) box.scrollTop = box.scrollHeight; };

  // What somebody has typed or opened inside an element, by the name or id that the next drawing keeps.
  function kept(box) {
    const fields = [...box.querySelectorAll("input:not([type=hidden]), textarea, select")];
    return {
      open: [...box.querySelectorAll("details[open][id]")].map((one) => one.id),
      focus: box.contains(document.activeElement) ? key(document.activeElement) : null,
      at: document.activeElement?.selectionStart,
      fields: fields.filter(changed).map((one) => [key(one), one.type, one.checked, one.value]),
    };
  }
  // A button is known by its action: the bot gives its blocks new ids each time it edits a message.
  const pressed = (value) => value.replace(/^\["[^"]*", /, "[");
  const key = (one) => one.id || [one.form?.id || one.closest("[id]")?.id, one.name, /^(checkbox|radio|submit)$/.test(one.type) ? pressed(one.value) : ""].join(" ");
  function changed(one) {
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    if (one.tagName === "SELECT") return [...one.options].some((o) => o.selected !== o.defaultSelected) && !one.dataset.hasOwnProperty("send");
    return one.value !== one.defaultValue;
  }
  function restore(box, was) {
    was.open.forEach((id) => { const one = $(id); if (one) one.open = true; });
    const now = [...box.querySelectorAll("input, textarea, select, button, a, summary")];
    for (const [name, type, checked, value] of was.fields) {
      const one = now.find((other) => key(other) === name && other.type === type);
      if (!one) continue;
      if (type === "checkbox" || type === "radio") one.checked = checked; else one.value = value;
    }
    if (!was.focus) return;
    const one = now.find((other) => key(other) === was.focus);
    // What had the focus is gone, a step's button for example: the next Tab goes on in the same message.
    (one || box.querySelector("[tabindex='-1']"))?.focus({ preventScroll: true });
    if (one && was.at != null && /^(text|textarea)$/.test(one.type)) one.setSelectionRange(was.at, was.at);
  }
  function swap(old, fresh) {
    const was = kept(old);
    old.replaceWith(fresh);
    prepare(fresh);
    restore(fresh, was);
  }

  // The last drawing of each region as the server sent it: only what differs is touched.
  const drawn = new Map();
  const remember = (id, text) => drawn.set(id, text);
  function region(id, next) {
    const fresh = $(id, next);
    const old = $(id);
    if (!old || !fresh) return;
    const text = fresh.outerHTML;
    if (drawn.get(id) === text) return;
    remember(id, text);
    swap(old, document.importNode(fresh, true));
  }

  // Messages one by one, so that a screen reader hears only what is new.
  function stream(next) {
    const old = $("stream");
    const fresh = $("stream", next);
    if (!old || !fresh || old.getAttribute("role") !== fresh.getAttribute("role")) return region("stream", next);
    const follow = atEnd(old);
    const wanted = [...fresh.children];
    const ids = new Set(wanted.map((one) => one.id));
    [...old.children].forEach((one) => { if (!ids.has(one.id)) { drawn.delete(one.id); one.remove(); } });
    wanted.forEach((one, i) => {
      const there = one.id && $(one.id);
      const text = one.outerHTML;
      if (there && drawn.get(one.id) === text) return;
      remember(one.id, text);
      const made = document.importNode(one, true);
      if (there) swap(there, made);
      else { old.insertBefore(made, old.children[i] || null); prepare(made); }
    });
    if (follow) toEnd();
  }

  function overlay(next, again) {
    const box = $("overlay");
    const shown = box.querySelector("dialog");
    const fresh = $("overlay", next).querySelector("dialog");
    const text = fresh ? fresh.outerHTML : "";
    if (drawn.get("overlay") === text && !again) return;
    remember("overlay", text);
    if (!fresh) {
      if (shown) { shown.close(); box.replaceChildren(); back(); }
      return;
    }
    const same = shown && shown.dataset.key === fresh.dataset.key;
    const was = same ? kept(shown) : null;
    const scrolled = same ? shown.querySelector(".dialog-body").scrollTop : 0;
    shown?.close();
    const made = document.importNode(fresh, true);
    box.replaceChildren(made);
    modal(made);
    if (same) { restore(made, was); made.querySelector(".dialog-body").scrollTop = scrolled; }
    const wrong = made.querySelector("[aria-invalid=true], .wrong input");
    if (wrong) wrong.focus();
    else if (!same) begin(made);
  }

  // Once a form is closed, the focus goes back to what opened it.
  let opener = "text";
  function back() {
    const all = [...document.querySelectorAll("button, summary, textarea, input, a")];
    (all.find((one) => key(one) === opener && one.checkVisibility()) || $("text"))?.focus({ preventScroll: true });
  }

  // The first field gets the focus, unless one would have to skip what stands above it to see it.
  function begin(one) {
    const body = one.querySelector(".dialog-body");
    const first = one.querySelector("[autofocus]") || one.querySelector(".dialog-body input:not([type=hidden]), .dialog-body textarea, .dialog-body select");
    const seen = first && first.getBoundingClientRect().bottom <= body.getBoundingClientRect().bottom;
    const button = first ? null : one.querySelector(".dialog-foot .primary, .dialog-foot .button");
    (seen ? first : button || body).focus({ preventScroll: true });
    body.scrollTop = 0;
  }

  // A dialog that holds the focus; Escape does what its own closing button does.
  function modal(one) {
    prepare(one);
    one.removeAttribute("open");
    one.showModal();
    one.addEventListener("cancel", (event) => { event.preventDefault(); one.querySelector("[data-close]")?.click(); });
  }

  function draw(text, url, again) {
    const next = new DOMParser().parseFromString(text, "text/html");
    if (!next.body.dataset.version) return location.assign(url);
    document.title = next.title;
    root.lang = next.documentElement.lang;
    document.body.className = next.body.className;
    document.body.dataset.version = next.body.dataset.version;
    document.body.dataset.pulse = next.body.dataset.pulse;
    const moved = url && new URL(url, location).search !== location.search;
    if (moved) history.pushState(null, "", url);
    const note = $("notice", next);
    $("notice")?.remove();
    if (note) $("head").after(document.importNode(note, true));
    REGIONS.forEach((id) => region(id, next));
    stream(next);
    document.querySelector(".app").inert = Boolean($("overlay", next).querySelector("dialog"));
    overlay(next, again);
  }

  // What is pressed while the last answer is still awaited has its turn after it; the very same thing only once.
  const waiting = new Set();
  let turn = Promise.resolve();
  function send(form, button) {
    const body = new URLSearchParams(new FormData(form, button));
    const what = form.getAttribute("action") + body;
    if (waiting.has(what)) return;
    if (!$("overlay").querySelector("dialog")) opener = key(button || form.elements.text || form);
    waiting.add(what);
    busy += 1;
    (button || form).setAttribute("aria-busy", "true");
    turn = turn.then(() => deliver(form, body)).catch(() => location.reload()).finally(() => {
      waiting.delete(what);
      busy -= 1;
      (button || form).removeAttribute("aria-busy");
    });
  }
  async function deliver(form, body) {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, redirect: "follow" });
    if (!answer.ok) return location.reload();
    const line = form.matches(".composer") && form.elements.text;
    if (line && line.value === body.get("text")) form.reset();
    const target = form.closest("details.overflow");
    if (target) target.open = false;
    draw(await answer.text(), answer.url, true);
    if (form.matches(".composer:not(.small)")) toEnd();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && box.hasAttribute?.("data-enter")) {
      event.preventDefault();
      box.form.requestSubmit();
    }
    if (event.key === "Escape") document.querySelectorAll("details.overflow[open]").forEach((one) => { one.open = false; });
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.overflow[open]").forEach((one) => { if (!one.contains(event.target)) one.open = false; });
  });
  addEventListener("popstate", () => location.reload());

  // A choice is sent when it is made: its own small button is not needed then.
  function prepare(box) {
    box.querySelectorAll("[data-send]").forEach((one) => one.addEventListener("change", () => one.form.submit()));
    box.querySelectorAll("[data-sent]").forEach((one) => one.classList.add("sent"));
    box.querySelectorAll(".choice > select, .field > select").forEach((one) => {
      const button = one.parentElement.querySelector(".choice > button, [data-told]");
      if (!button) return;
      button.classList.add("sent");
      one.addEventListener("change", () => { if (one.value) one.form.requestSubmit(button); });
    });
  }

  async function pulse() {
    try {
      if (!document.hidden && !busy) {
        const { version, clock } = await (await fetch(document.body.dataset.pulse)).json();
        const now = $("now");
        if (now && now.textContent !== clock) now.textContent = clock;
        if (String(version) !== document.body.dataset.version && !busy) {
          const answer = await fetch(location.href);
          const text = await answer.text();
          if (answer.ok && !busy) draw(text, null, false);
        }
      }
    } catch { /* The server is away; the next beat tries again. */ }
    setTimeout(pulse, POLL_MS);
  }

  [...REGIONS].forEach((id) => { const one = $(id); if (one) remember(id, one.outerHTML); });
  [...($("stream")?.children || [])].forEach((one) => remember(one.id, one.outerHTML));
  const open = $("overlay").querySelector("dialog");
  if (open) { remember("overlay", open.outerHTML); modal(open); }
  prepare($("lists").closest(".app"));
  if (!location.hash) toEnd();
  setTimeout(pulse, POLL_MS);
})();
