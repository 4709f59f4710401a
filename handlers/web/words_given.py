"""The words around an incident that is exported, in both languages."""

from collections.abc import Mapping
from typing import Final

from playbooks.playbook import Words

GIVEN: Final[Mapping[str, Words]] = {
    "export": Words(en="Take it out of here", fr="L’emporter"),
    "export_says": Words(
        en="JSON holds everything and can be imported elsewhere; the file to print has a digest at its end.",
        fr="Le JSON contient tout et s’importe ailleurs ; le fichier à imprimer porte une empreinte à la fin.",
    ),
    "as_json": Words(en="JSON", fr="JSON"),
    "as_csv": Words(en="CSV", fr="CSV"),
    "as_markdown": Words(en="Markdown", fr="Markdown"),
    "as_html": Words(en="HTML to print", fr="HTML à imprimer"),
    "state": Words(en="State", fr="État"),
    "restricted": Words(
        en="Restricted: only its readers may see this.",
        fr="Restreint : seules les personnes admises peuvent le voir.",
    ),
    "summary": Words(en="What it is", fr="De quoi il s’agit"),
    "meanwhile": Words(en="Said meanwhile", fr="Dit en attendant"),
    "reason": Words(en="Why", fr="Pourquoi"),
    "advice": Words(en="Advised", fr="Conseillé"),
    "none": Words(en="None.", fr="Aucun élément."),
    "not_published": Words(en="It was not published.", fr="Pas publié."),
    "text_digest": Words(en="Digest of the text", fr="Empreinte du texte"),
    "until": Words(en="until {limit}", fr="jusqu’au {limit}"),
    "end": Words(en="End of the export", fr="Fin de l’export"),
    "counts": Words(
        en="Entries of the log: {entries}. Decisions: {decisions}. Statements: {statements}. Legal clocks: {clocks}.",
        fr="Lignes du journal : {entries}. Décisions : {decisions}. Communiqués : {statements}. Délais légaux : {clocks}.",
    ),
    "digest": Words(en="Digest of its JSON export", fr="Empreinte de son export JSON"),
    "digest_says": Words(
        en="The JSON export of the same log has this digest. It shows that two files are the same; that nobody changed the "
        "log is shown by “crisis audit verify”, with the key.",
        fr="L’export JSON du même journal porte cette empreinte. Elle montre que deux fichiers sont les mêmes ; que "
        "personne n’a modifié le journal, c’est « crisis audit verify » qui le montre, avec la clé.",
    ),
    "drawn_on": Words(en="Drawn on {moment}.", fr="Établi le {moment}."),
}
