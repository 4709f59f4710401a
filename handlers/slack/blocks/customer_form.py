"""What is asked of a customer who is answered, in the form that opens a reply."""

from typing import Final

from handlers.slack.blocks.limits import (
    Block,
    ask,
    focused,
    line_input,
    option,
    optional,
    select,
    text_input,
)
from handlers.slack.blocks.reader import Reader
from handlers.wording import grouped
from playbooks.cases import LONGEST_LINK, WIDELY_FOLLOWED
from playbooks.commands import CustomersWords
from playbooks.networks import NAMES
from playbooks.playbook import Network, Playbook, Words
from playbooks.routing.pledges import Urgency, usual_urgency
from playbooks.typed import TEXT_LIMIT, TITLE_LIMIT

WHERE: Final = tuple(network for network in Network if network not in {Network.INTRANET, Network.PRESS})
LONGEST_NUMBER: Final = 20  # characters


def wrote(reader: Reader, customer: CustomersWords) -> Block:
    """Ask what the customer wrote."""
    return focused(ask("text", reader.say(_WROTE), text_input("text", customer.text, most=TEXT_LIMIT)))


def who(reader: Reader, customer: CustomersWords) -> tuple[Block, ...]:
    """Ask where they wrote it and who they are, as far as it is known."""
    networks = [option(reader.say(NAMES[network]), network.value) for network in WHERE]
    chosen = None if customer.network is None else customer.network.value
    network = select("network", networks, chosen, reader.say(_CHOOSE))
    author = line_input("author", customer.author, most=TITLE_LIMIT)
    link = line_input("link", customer.link, most=LONGEST_LINK)
    return (
        optional(ask("network", reader.say(_NETWORK), network)),
        optional(ask("author", reader.say(_AUTHOR), author, reader.say(_AUTHOR_MEANS))),
        optional(ask("link", reader.say(_LINK), link)),
    )


def how_soon(reader: Reader, customer: CustomersWords, playbook: Playbook | None) -> tuple[Block, ...]:
    """Ask how many follow them, and how soon they are answered; the playbook chosen says what is usual."""
    usual = None if playbook is None else usual_urgency(playbook.severity, playbook.urgency)
    pledges = reader.directory.pledges
    levels = [
        option(
            reader.say(_WITHIN, level=reader.say(level.words), time=reader.lasting(pledges[level].first)),
            level.value,
        )
        for level in Urgency
    ]
    # Slack keeps what stands in a menu of the same name: another playbook's usual one needs another name.
    name = f"urgency:{'' if playbook is None else playbook.id}"
    chosen = customer.urgency or usual or Urgency.P2
    reach = line_input("reach", customer.reach, most=LONGEST_NUMBER)
    many = grouped(WIDELY_FOLLOWED, reader.language)
    return (
        ask("urgency", reader.say(_URGENCY), select(name, levels, chosen.value), reader.say(_URGENCY_MEANS)),
        optional(ask("reach", reader.say(_REACH), reach, reader.say(_REACH_MEANS, many=many))),
    )


_WROTE: Final = Words(en="What did the customer write?", fr="Qu’a écrit le client ?")
_CHOOSE: Final = Words(en="Choose a network", fr="Choisissez un réseau")
_NETWORK: Final = Words(en="Where?", fr="Où ?")
_AUTHOR: Final = Words(en="Their name there", fr="Son nom sur ce réseau")
_AUTHOR_MEANS: Final = Words(
    en="Kept as a pseudonym only, so that nobody else answers the same person meanwhile.",
    fr="Gardé sous un pseudonyme seulement, pour que personne d’autre ne réponde entre-temps à la même personne.",
)
_LINK: Final = Words(en="Link to the message", fr="Lien vers le message")
_URGENCY: Final = Words(en="How soon?", fr="Sous quel délai ?")
_URGENCY_MEANS: Final = Words(
    en="P1 for anybody vulnerable, unsafe, or from the press.",
    fr="P1 pour toute personne vulnérable, en danger, ou journaliste.",
)
_WITHIN: Final = Words(en="{level} · answer within {time}", fr="{level} · réponse sous {time}")
_REACH: Final = Words(en="How many follow them?", fr="Combien de personnes le suivent ?")
_REACH_MEANS: Final = Words(
    en="From {many} on, the answer is P1, whatever was chosen.",
    fr="À partir de {many}, la réponse est P1, quel que soit le choix.",
)
