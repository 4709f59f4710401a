"""
Words that everybody writes: finding one of them again in a reply proves nothing.

Written without accents, in either language; the words of a complaint and of its answer as much as those of
the grammar.
"""

from collections.abc import Mapping
from typing import Final

from playbooks.linting.listing import listed

# Those that tell which of the two languages a text is in.
_FRENCH_GRAMMAR: Final = listed(
    """
    au aux avec c' ca ce cette chez d' dans depuis des du elle en est et fait il j' je l' la le les ma
    mais mes mon n' ne notre nous ou pas plus pour qu' que qui s' sont suis sur tout une vos votre vous
    """
)
_ENGLISH_GRAMMAR: Final = listed(
    """
    an and are at be been but can don't for from had has have how i i'm in is it it's just my not of our
    that the their there they this to was we were what when why will with would you your
    """
)
_FRENCH_TALK: Final = listed(
    """
    abord accord afin aide aider ailleurs ainsi aller allez allo alors annee annees ans appelle apres
    arnaque arrete arretez assez attend attendre attends attente aucun aucune aujourd aupres aussi autant
    autour autre autres avais avait avant avez avis avoir avons beau beaucoup besoin bien bientot bon
    bonjour bonne bonsoir bravo bref cela celle celui cependant certain certaines ceux chacun chaque cher
    cherche chere chose choses client cliente clients combien comme comment comprendre comprends
    comprenons compte concernant contact contacter contre cordialement coup cours demain dernier derniere
    derriere desole desolee dessous devant devez devrait dirait dire direct dites doit donc donne donner
    encore enfin ensemble ensuite entre entreprise envie envoie envoye envoyer equipe equipes essaie etait
    etes etre excuse excuses faire fais faites faut felicitations fois fort franchement gens grand grande
    grave gros hein heure heures homme honte honteux hors ici important impossible inacceptable
    inadmissible incroyable info informations jamais jour journee jours jusque juste laisse leur leurs
    lien lire loin lol lors lorsque madame maintenant marche marque matin mauvais mdr meilleur meme memes
    merci merde message messages messieurs mettre mieux minute minutes moins mois moment monde monsieur
    moyen nombreux normal nouveau nouvelle nouvelles nul nulle numero parait parce pareil parle parler
    parmi part partie passe passer pendant pense penser personne personnes petit petite peur peut peux
    place plein plusieurs plutot point possible pourquoi pourra pourrait pouvez pouvoir pouvons premier
    premiere prend prendre pres presque prie prive privee probleme problemes prochain prochaine ptdr puis
    putain quand quel quelle quelque quelques question questions quoi regarde regarder repond repondez
    repondre reponse reponses reste retour revenir revoir rien sais sait salut sans savoir scandale
    semaine semaines sens sera serait serez serieux service services seul seule seulement simple
    simplement sincerement situation soient soir soit solution sommes sorte souci soucis souvent stp suite
    suivre sujet super surtout svp tellement temps tenir toujours tous toute toutes tres trop trouve
    trouver trouvez vais vas vers veut veux vient vite voila voir vois voit voleurs vont voudrais voulait
    voulez vouloir vrai vraiment
    """
)
_ENGLISH_TALK: Final = listed(
    """
    able about absolute absolutely actually after again against ago all almost already also although
    always am another answer any anybody anymore anyone anything anyway apologies apologise appalling
    around ask asked asking away awful back bad because become before being best better between big both
    brand brilliant bring call came cannot care case change check come coming company complain complaint
    could couldn customer customers day days dear did didn different disgrace disgraceful disgusting does
    doesn doing don done dont down during each either else email end enough even ever every everybody
    everyone everything explain feel find first fix found frustrating full get getting give given gives
    goes going gone good got great guys happen happened happening happy hard hasn hate haven hear hello
    help here hey hope horrible hour hours however information instead into isn issue issues its itself
    joke keep kind knew know last late later least leave left less let letting like little long look
    looking lot love made make making many matter maybe mean might money month months more morning most
    much must name need needs never new next nice night nobody none nothing now number obviously off often
    ok okay omg once one only onto other out over own people person please pls poor post private probably
    problem problems put quite rather read real really reason reply respond response ridiculous right
    rubbish said same say saying says see seem seems seen send sense sent serious seriously several shall
    shame she should shouldn since some somebody someone something soon sorry sort stand start started
    state stay still stop stuff such support sure take taken taking talk team tell terrible than thank
    thanks them then these thing things think those though thought through thx time times today together
    told tomorrow tonight too took total totally tried try trying turn unacceptable under understand until
    update upset use used useless using very wait waited waiting want wanted wants wasn way week weeks
    well went weren whatever where whether which while who whole wish without won wonder work working
    worst wouldn write wrong wtf yeah year years yes yet yours yourself
    """
)
FRENCH: Final = frozenset(_FRENCH_GRAMMAR)
ENGLISH: Final = frozenset(_ENGLISH_GRAMMAR)
EVERYDAY: Final = FRENCH | ENGLISH | frozenset((*_FRENCH_TALK, *_ENGLISH_TALK))

# Numbers in words, and the order they make: “the fourth call” and « le 4e appel » say the same.
NUMBERS: Final[Mapping[str, str]] = {
    word: number
    for number, words in (
        ("2", "deux deuxieme two twice"),
        ("3", "trois troisieme three third thrice"),
        ("4", "quatre quatrieme four fourth"),
        ("5", "cinq cinquieme five fifth"),
        ("6", "six sixieme sixth"),
        ("7", "sept septieme seven seventh"),
        ("8", "huit huitieme eight eighth"),
        ("9", "neuf neuvieme nine ninth"),
        ("10", "dix dixieme ten tenth"),
        ("11", "onze eleven"),
        ("12", "douze twelve"),
        ("15", "quinze fifteen"),
        ("20", "vingt twenty"),
        ("30", "trente thirty"),
        ("40", "quarante forty"),
        ("50", "cinquante fifty"),
        ("100", "cent hundred"),
    )
    for word in listed(words)
}

# Days and months, the same in the other language; not May, which may be another word.
DATES: Final[Mapping[str, str]] = dict(
    zip(
        listed(
            """
            lundi mardi mercredi jeudi vendredi samedi dimanche hier
            janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre
            """
        ),
        listed(
            """
            monday tuesday wednesday thursday friday saturday sunday yesterday
            january february march april june july august september october november december
            """
        ),
        strict=True,
    )
)
