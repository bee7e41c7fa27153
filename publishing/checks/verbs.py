"""Whether a sentence has a verb, as far as a list of common verbs can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .words import word_set

FORMS = word_set(
    """
    is are was were be been am has have had do does did can could may might must shall should will
    would isn't aren't wasn't weren't hasn't haven't don't doesn't didn't can't couldn't won't
    wouldn't it's he's she's that's there's they're we're you're who's what's here's let let's
    goes went comes came gets got gives gave takes took makes made knows knew says said sees saw
    finds found tells told thinks thought keeps kept leaves left brings brought begins began runs
    ran holds held stands stood sits sat lies lay loses lost wins won sends sent meets met pays
    sells sold buys bought reads writes wrote sings sang speaks spoke drives drove rides rode flies
    flew falls fell rises rose breaks broke steals stole hides hid fights fought catches caught
    teaches taught seeks sought builds built spends spent feels felt hears heard shows draws drew
    grows grew throws threw wakes woke wears wore becomes became understands puts sets lets hits
    cuts costs hurts shuts spreads proves seems looks wants needs asks works calls tries uses turns
    starts helps moves lives believes happens follows stops waits stays plays likes loves hates
    means deals shares belongs features stars opens closes ends watches learns remembers forgets
    directs shoots kills dies hunts hires robs plans offers refuses returns arrives escapes
    discovers visits changes joins treats borrows lends leads carries hands serves suits fits adds
    listens walks drops blames rolls gets deserves asks
    builds makes reminds echoes recalls trades think consider imagine take see watch expect give
    try come go know want love remember forget
    """
)
# Verbs whose bare form is seldom a noun: "both versions end", "five men walk".
BASES = FORMS & word_set(
    """
    gets gives takes makes knows says sees finds tells keeps leaves brings begins holds loses sends
    meets pays sells buys reads writes sings speaks rides steals hides seeks builds feels hears
    grows throws wakes becomes understands proves seems asks believes happens follows stays learns
    remembers forgets belongs closes dies hires robs offers refuses arrives escapes discovers joins
    listens walks blames deserves carries adds lends goes comes ends drops
    """
)
REGULAR_PAST = re.compile(r"[a-z]{2,}ed")
# Adjectives and nouns that look like a regular past.
NOT_PAST = word_set(
    "red bed hundred sacred naked wicked seed speed need feed breed kindred ahead shed"
)
# Others, of which all forms but the past are made below.
MORE = word_set(
    """
    accept accuse achieve admire admit agree aim allow appear approach argue arrange arrest ask
    attack avoid bear beat beg behave bend bet bite blow borrow bother breathe bury care cease
    chase cheat choose circle claim clean climb collapse collect combine confess confront conspire
    contain convince cope count crawl create cross cry dance dare deceive decide declare defend
    demand deny depend describe deserve design destroy detect devour disagree disappear dissolve
    dream dress drift drink earn eat emerge employ encounter enjoy enter envy escort exist explain
    explore express face fade fail fear feature fetch fill fix fold force forge forgive free
    gather glide grant greet grin guess guide hang happen haunt hesitate hope hum imagine improve
    include infiltrate inject insist inspect intend invent invite iron juggle keep kidnap kiss
    kneel knit knock lack land last laugh lean leap limp linger listen load lock long lurk manage
    march marry melt mend mention miss mourn move murder need notice obey object observe obtain
    occur owe own pack paint pass perform persuade photograph plot plug point possess pour prefer
    prepare preserve press pretend prevent promise protect prowl pull punish push race raise reach
    rebel receive recognise recognize recover reduce rehearse reject relate relax release rely
    remain remark rename repeat replace reply report require rescue resist rest reveal revolve
    rework ripple roam ruin rule sail save scare scatter scrub search seduce settle shake share
    shift shine shrink sketch sleep slide slip smile smuggle solve sort spare spill spin split
    squeeze stage stare step stir store strike struggle study submit suffer suggest supply support
    suppose surround survive suspect swallow swap swear sweep swim talk tempt test threaten tie
    touch track transform trap travel tremble trust uncouple unite unravel uphold vanish wander
    warn wash waste wave wear weep whisper wish wonder work worry wrap
    """
)
ADDED = frozenset(
    word + ("es" if word.endswith(("s", "sh", "ch", "x", "o")) else "s") for word in MORE
) | frozenset(word[:-1] + "ies" for word in MORE if re.search(r"[^aeiou]y$", word))
# Bare forms that are as often nouns prove nothing: "a long last dream".
NOUNS_TOO = word_set(
    """
    aim attack bear beat bet bite blow care chase cheat circle claim clean count cross cry dance
    dare demand design dream dress drift drink envy escort face fear feature fill fix fold force
    forge free grin guess guide hope hum iron kiss knock lack land last laugh leap limp load lock
    long march mention miss murder need notice object own pack paint pass photograph plot plug point
    press promise pull punish push race reach rebel release remark reply report rescue rest ripple
    ruin rule sail scare search shake shift shine sketch sleep slide slip smile sort spare spill
    spin split squeeze stage stare step store strike struggle study supply support suspect swallow
    swap sweep swim talk test tie touch track trap travel trust wander wash waste wave whisper wish
    wonder work worry wrap
    """
)
BARE = MORE - NOUNS_TOO
PRESENT = re.compile(r"[a-z]{2,}s")
PRONOUNS = word_set("he she it who they we you i nobody everybody somebody")
CONTRACTED = re.compile(r"\w+(?:'ll|'d|'re|'ve|n't)")


def has_verb(words: Iterable[str]) -> bool:
    """Whether one of the words is, or after a pronoun seems to be, a finite verb."""
    before = ""
    for place, written in enumerate(words):
        word = written.replace("’", "'").lower()
        if (
            word in FORMS
            or word in ADDED
            or word in BARE
            or f"{word}s" in BASES
            or CONTRACTED.fullmatch(word)
            or (REGULAR_PAST.fullmatch(word) and word not in NOT_PAST)
        ):
            return True
        if before.lower() in PRONOUNS and (PRESENT.fullmatch(word) or len(word) > 2):
            return True
        # "Brad Anderson films it"; "the workers move", "four friends clean".
        if place > 1 and before[:1].isupper() and written[0].islower() and PRESENT.fullmatch(word):
            return True
        if PRESENT.fullmatch(before) and word in MORE:
            return True
        before = written
    return False
