"""What a YAML syntax error means to the person who wrote the file."""

from typing import Final

from playbooks.playbook import Words

# The parser's own sentence contains the left side; the first that fits is told.
_KNOWN: Final[tuple[tuple[str, Words, Words], ...]] = (
    (
        "mapping values are not allowed",
        Words(
            en="a colon stands where none can be read",
            fr="un deux-points se trouve là où il ne peut être lu",
        ),
        Words(
            en="put the text in quotes, or check the indentation",
            fr="mettez le texte entre guillemets, ou vérifiez l’indentation",
        ),
    ),
    (
        "could not find expected ':'",
        Words(en="a key has no colon", fr="une clé n’a pas de deux-points"),
        Words(en="write “key: value”", fr="écrivez « clé: valeur »"),
    ),
    (
        "found unexpected end of stream",
        Words(en="a quoted text never ends", fr="un texte entre guillemets ne se termine jamais"),
        Words(en="close the quotes", fr="fermez les guillemets"),
    ),
    (
        "cannot start any token",
        Words(
            en="this sign cannot begin a value",
            fr="ce signe ne peut pas commencer une valeur",
        ),
        Words(en="put the text in quotes", fr="mettez le texte entre guillemets"),
    ),
    (
        "expected the node content",
        Words(en="a list or a { } group is not closed", fr="une liste ou un groupe { } n’est pas fermé"),
        Words(en="write the missing bracket", fr="écrivez le crochet ou l’accolade qui manque"),
    ),
    (
        "<document start>",
        Words(
            en="the indentation does not match the lines above",
            fr="l’indentation ne correspond pas aux lignes qui précèdent",
        ),
        Words(en="align it with its neighbours", fr="alignez la ligne sur ses voisines"),
    ),
    (
        "<block end>",
        Words(
            en="the indentation does not match the lines above",
            fr="l’indentation ne correspond pas aux lignes qui précèdent",
        ),
        Words(en="align it with its neighbours", fr="alignez la ligne sur ses voisines"),
    ),
    (
        "expected ',' or",
        Words(
            en="a list or a { } group is not closed",
            fr="une liste ou un groupe { } n’est pas fermé",
        ),
        Words(en="write the missing comma or bracket", fr="écrivez la virgule ou le crochet qui manque"),
    ),
    (
        "escape",
        Words(
            en="a backslash in double quotes stands before a sign it cannot escape",
            fr="une barre oblique inverse précède un signe qu’elle ne peut pas protéger",
        ),
        Words(en="use single quotes", fr="utilisez des apostrophes simples"),
    ),
)

_OTHER: Final = (
    Words(en="this is not valid YAML", fr="ceci n’est pas du YAML valide"),
    Words(
        en="compare it with the example in docs/playbook-format.md",
        fr="comparez avec l’exemple de docs/playbook-format.fr.md",
    ),
)


def syntax_words(error: Exception) -> tuple[Words, Words]:
    """Say what is wrong and what to write instead, for an error of the YAML parser."""
    told = f"{getattr(error, 'problem', '') or ''} {getattr(error, 'context', '') or ''}"
    return next(((what, instead) for part, what, instead in _KNOWN if part in told), _OTHER)
