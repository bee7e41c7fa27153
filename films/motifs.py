"""Motifs: which picture stands for which theme."""

from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

from publishing.cutpaper import Chance, Cut
from publishing.lettering import Box

from . import motif_cities as cities
from . import motif_evidence as evidence
from . import motif_people as people
from . import motif_scenes as scenes
from . import motif_things as things

Scene = Callable[[Cut, float, float], None]
Thing = Callable[[Cut], None]


def _named(modules: Sequence[ModuleType], names: str) -> dict[str, Any]:
    """Return the functions of these names, wherever among the modules they are."""
    return {
        name: next(getattr(module, name) for module in modules if hasattr(module, name))
        for name in names.split()
    }


SCENES: Mapping[str, Scene] = _named(
    (scenes, cities),
    "bars wire rails train road headlights skyline bridge tower bigben palms signs rooftops "
    "steeple woods desert mesa mountains snow waves space saucer blinds lamp windows stairs "
    "door ropes drips jaws rays lanes castle ruins",
)
THINGS: Mapping[str, Thing] = _named(
    (people, things, evidence),
    "amnesiac forgetful spiral falling body running shadow duo elders lineup ensemble hat faces "
    "mask sniper puppet dial keyhole eye target bullet cards heart heartbreak circles lips dagger "
    "cylinder fingerprint banknote diamond badge shield handcuffs clock hourglass loop reel tapes "
    "phone capsule maze threads suitcase match flame balloon crown footprints bird robot gears "
    "scales newspaper glove katana plane tags bloc trumpet dice king burst bomb frame tree pencil "
    "laurel",
)

_BY_THEME = """
amnesia: amnesiac spiral forgetful
heist: dial mask diamond
bank-robbery: dial banknote mask
armoured-car-robbery: banknote mask
prison-escape: bars bird
manhunt: footprints running sniper
wrongly-accused: handcuffs fingerprint
double-cross: faces cards dagger
buried-loot: banknote suitcase
hostage-taking: phone bullet door
kidnapping: phone door balloon
revenge: dagger match cylinder
undercover: faces eye
mole-hunt: maze king eye
witness-to-a-crime: eye windows keyhole
murder-investigation: fingerprint body lamp
serial-killer-hunt: fingerprint drips body
conspiracy: threads eye puppet
one-last-job: suitcase dial
con-game: cards dice
mistaken-identity: faces hat
double-life: faces shadow
blackmail: phone keyhole tapes
assassination: sniper target
siege: windows flame bullet
chase: running lanes footprints
car-chase: headlights road lanes
countdown: clock bomb hourglass
unreliable-narrator: eye faces maze
story-told-out-of-order: clock forgetful
twist-ending: spiral maze keyhole
time-travel: hourglass loop clock
time-loop: loop clock
memory-tampering: forgetful amnesiac
experimental-drug: capsule
identity-swap: faces
cover-up: newspaper tapes shield
courtroom: scales
missing-person: door footprints balloon
survival: match mountains footprints
deadly-game: target maze
road-trip: road
rescue-mission: running flame footprints
love-triangle: circles
forbidden-love: heartbreak lips
infiltration: keyhole maze
robot-or-artificial-mind: robot eye gears
alien-contact: saucer space
monster: jaws eye
class-conflict: stairs gears
prophecy: eye rays
drug-trade: capsule banknote
arms-trade: cylinder suitcase
stolen-identity: fingerprint faces
art-theft: frame diamond
home-invasion: door keyhole
blood-feud: dagger drips
training: glove katana laurel
big-match: laurel ropes
quest: mountains desert
prison: bars handcuffs
prisoner-of-war-camp: wire
psychiatric-hospital: maze windows
los-angeles: palms
new-york: skyline
chicago: skyline train
boston: rooftops bridge
new-orleans: trumpet
san-francisco: bridge
las-vegas: dice cards
london: bigben
paris: tower
hong-kong: signs
tokyo: signs
small-town: steeple
rural-america: steeple road
american-south: tree steeple
deep-woods: woods
desert: desert
frontier-west: mesa
mexico: mesa
border-country: wire mesa
on-a-train: rails train
on-a-plane: plane
at-sea: waves
single-location: windows door
one-night: lamp windows
mountains: mountains
winter: snow
outer-space: space
dystopian-future: eye stairs skyline
post-apocalypse: ruins
second-world-war: tags plane
vietnam-war: tags
cold-war: bloc
nineteen-thirties: rays hat
occupied-country: wire
police-station: shield badge
film-business: reel
boxing-ring: glove ropes
hotel: windows keyhole
school: pencil
dream-world: spiral falling
slums: rooftops
middle-ages: castle crown
feudal-japan: katana
corrupt-police: shield badge
veteran-officer: badge shield
grizzled-lawman: badge
retired-professional: shadow hat
rogue-agent: running sniper
private-detective: hat
hitman: sniper target cylinder
professional-thief: diamond mask
ex-convict: handcuffs shadow
war-veteran: tags
vigilante: cylinder dagger
getaway-driver: headlights road
criminal-crew: lineup cards mask
brothers: duo
father-and-son: elders
father-and-daughter: elders balloon
mentor-and-pupil: elders king
mismatched-partners: duo
lone-wolf: shadow
femme-fatale: lips
mob-boss: crown hat
antihero: shadow cylinder
ensemble-cast: ensemble lineup
strong-heroine: burst flame
child-at-risk: balloon
honest-cop: badge
loose-cannon-cop: badge bomb
undercover-officer: faces badge
mercenary-team: tags burst
reluctant-hero: shadow running
obsessive: spiral threads
mastermind: king puppet
outlaw-couple: road heart
outsider: shadow
ageing-star-turn: laurel hat
gangster: hat cylinder
samurai-or-swordsman: katana
journalist: newspaper
psychopath: eye drips dagger
bounty-hunter: target badge
grieving-parent: heartbreak
prison-inmate: bars handcuffs
prisoner-and-warden: bars keyhole
fugitive: running footprints
immigrant: suitcase waves
family-bonds: tree
friendship: duo
boxer: glove ropes
"""
# How a film feels is a weaker picture than what is in it: asked only when nothing else speaks.
_BY_TONE = """
hard-boiled: hat
noir: blinds lamp hat
neo-noir: lamp blinds
gritty: bullet rooftops
bleak: shadow match
darkly-comic: puppet bomb
buddy-comedy: duo
tongue-in-cheek: lips burst
slow-burn: match
relentless: lanes burst
melancholy: lamp snow
paranoid: tapes eye threads
suspenseful: clock keyhole
stylised-violence: cylinder burst
brutal-violence: drips
surreal: spiral falling
warm-hearted: heart
epic-scale: rays
semi-documentary: reel newspaper
pulp: burst cylinder
playful: balloon dice
romantic: heart
meditative: waves snow
satirical: puppet crown
hopeful: bird rays
unsettling: eye door
slow-motion-gunfights: cylinder bullet
dialogue-driven: duo phone
"""
_BY_GENRE = """
action: burst lanes bullet bomb flame
adventure: mountains rays waves
animation: balloon bird
biography: laurel hat
comedy: duo balloon dice bomb
crime: cylinder handcuffs hat lamp bullet
documentary: reel eye
drama: stairs shadow door windows
family: balloon tree
fantasy: castle woods
history: laurel rays
horror: jaws drips eye
music: trumpet tapes
mystery: keyhole lamp fingerprint
romance: heart circles lips
science-fiction: space saucer robot
sport: laurel ropes
thriller: eye bullet clock keyhole
war: tags wire plane
western: mesa badge
"""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    rows = (line.partition(":") for line in text.strip().splitlines())
    return {slug: tuple(names.split()) for slug, _, names in rows}


BY_THEME = _table(_BY_THEME)
BY_TONE = _table(_BY_TONE)
BY_GENRE = _table(_BY_GENRE)
# These have a foot or a shoulder to stand on: they rise from the edge of their box.
STANDING = {
    "mask", "hat", "faces", "amnesiac", "forgetful", "ensemble", "lineup", "duo", "tree",
    "king", "elders", "shadow",
}  # fmt: skip
PLAIN = ("reel", "eye", "rays", "windows")


def motif_for(themes: Sequence[str], genres: Sequence[str], chance: Chance) -> str:
    """Return the name of a motif of the strongest theme that has one, else of tone or genre."""
    for table, slugs in ((BY_THEME, themes), (BY_TONE, themes), (BY_GENRE, genres)):
        for slug in slugs:
            if slug in table:
                return chance.pick(table[slug])
    return chance.pick(PLAIN)


def cut_motif(name: str, cut: Cut, box: Box, fill: float = 0.82, *, stands: bool = True) -> None:
    """Cut a scene from edge to edge of a box, or a thing at `fill` of its smaller side."""
    if name in SCENES:
        SCENES[name](cut.at(box.x, box.y), box.w, box.h)
        return
    size = min(box.w, box.h) * fill
    middle = box.y + box.h / 2
    if stands and name in STANDING:
        middle = box.y + box.h - size / 2 + 1
    THINGS[name](cut.at(box.x + box.w / 2, middle, size / 400))
