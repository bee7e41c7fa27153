"""Checks of the words of a page: what careless pasting does to them, and what readers miss."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from .findings import Place, Problem, Registry, Severity
from .prose import Prose, Sentence
from .verbs import has_verb
from .words import word_set
from .writing import Kind, Writing

FULL_SENTENCES = {Kind.PROSE, Kind.BLURB, Kind.LINE}
SHORTEST_BLURB, LONGEST_BLURB = 40, 160  # words
OPENING = 3  # words that two blurbs may not both start with
SHORTEST_VERBLESS = 9  # words; shorter sentences without a verb are meant

LANGUAGE: Registry[Writing] = Registry()

STARTERS = (
    "The|This|These|Those|There|They|That|It|He|She|We|You|His|Her|Its|Their|When|While|But|And"
)
CAMEL = re.compile(r"\b[A-Za-z]*[a-z][A-Z][A-Za-z]*\b")
NAME_LIKE = re.compile(
    r"(?:Ma?c|De|Di|Du|Da|La|Le|Lo|Mo|Fitz|Van|Von|Del|Della|Des|St)[A-Z][a-z]+|[a-z][A-Z][A-Za-z]+"
)
BRANDS = word_set(
    "YouTube PlayStation MovieLens DreamWorks StudioCanal TikTok LinkedIn CinemaScope VistaVision "
    "BlacKkKlansman WarnerMedia MovieFone BluRay FilmFour RogerEbert AlphaGo OpenAI PhD iPad"
)
GLUED = re.compile(
    rf"(?<=[a-z,;])[ ](?P<capital>{STARTERS})(?=[ ][a-z])"
    r"|\b(?:of|in|to|on|and|for|with|from|by|at)(?:the|his|this)\b|\b[a-z]{2,}\d{4}\b"
    r"|\b(?!\d+(?:s|st|nd|rd|th|mm|min|px|pm|am|k)\b)\d{2,4}[a-z]{2,}\b"
)
AFTER_LINK = re.compile(r"\]\([^()\n]{0,1000}\)(?P<word>[a-zA-Z]+)(?<!s)")
TWICE_MEANT = word_set(
    "had that no so very far long many now there bora blah ha knock tick bye hear again round "
    "really bang boom more on"
)
TWICE = re.compile(r"\b([^\W\d]+)[ \n]+\1\b", re.IGNORECASE)
SPOKEN = re.compile(r"[?!…][\"”’]\s*$")  # “Who is there?” asks the girl.
TWO_TWICE = re.compile(r"\b([^\W\d]+[ ][^\W\d]+)[ ]\1\b")
SMALL_WORDS = word_set("a and at by for from in is it like of on or the to with")
TRIPLE = re.compile(r"\b\w*([a-z])\1\1\w*\b", re.IGNORECASE)
SOUNDS = re.compile(r"(?:[hbrmwazoules]*)\Z|[ivx]+\Z", re.IGNORECASE)
NEVER_DOUBLE = re.compile(
    r"\b(?:[a-z]+(?:hh|jj|kk|qq|vv|ww|xx|yy|aa|ii|uu)[a-z]*|([b-df-hj-km-np-tv-z])\1[a-z]+"
    r"|[a-z]+(?:[^l\W]tt|[^aeiouA-Z\W](?:dd|pp|gg|bb|mm|nn|rr|cc)|[a-z](?:mm|nn|pp|tt)(?<!t[ct]t))"
    r"|[a-z]*[^aeiouyA-Z\W](?:rr|mm|nn|pp|tt|gg|bb|dd|cc)[a-z]+|r[e](?:tt)ir[a-z]+"
    r"|([A-Z])(?=[A-Z][a-z])(?i:\2)[a-z]+)\b"
)
DOUBLE_MEANT = re.compile(
    r"(?:bookkeep|trekk|savvy|savvi|divvy|revv|civv|navvy|chivv|skivv|powwow|glowworm|bathh|hitchh|withh|"
    r"roughh|fishh|beachh|jackkn|knickkn|bazaar|aardv|naan|ski+ing|taxi+ing|vacuum|continuum|radii|"
    r"genii|llama|llano|aah|afikom|watt|matt|mitt|butt|putt|boycott|mutt|inn|gramm|programm|"
    r"kilogramm|zann|flatt|sukk|chutzp|tahh|hajj|shii|torii|yakk|dekk|drekk)"
)
STRAY = re.compile(r"(?<=\S)[ ]+(?=[,;:!?](?:\s|$))|(?<=\w)[ ]+(?=\.(?:\s|$))|(?<=\S)[ ]{2,}(?=\S)")
INNER = re.compile(r"(?<=[(\[])[ ]+(?=\S)|(?<=\S)[ ]+(?=[)\]])")
UNSPACED = re.compile(
    r"(?<=[a-z])(?:[,;!?]|:(?!//))[\"“]?(?=[A-Za-z])|(?<=[a-z]{2})\.(?=[A-Z][a-z])|(?<=[a-z])\.(?=[\"“][A-Z])"
    r"|(?<=[a-z])\((?=[\w])(?!s\))|(?<=[\w.])\)(?=[a-z]{2})"
)
PAIRS = {")": "(", "]": "[", "}": "{"}
LIST_MARK = re.compile(r"(?m)^\s*\w{1,2}\)")
DANGLING = r"(?:the|a|an|and|or|but|because|their|my|our|your|than|into)"
HANGS = re.compile(
    rf"(?:\b(?:{DANGLING}|of|to|with|from|in|on|at|by|for|between|his|its)|[,;–-])\s*$"
)
CUT_INSIDE = re.compile(
    rf"\[(?:\.\.\.|…)\]|\b(?:Read|Continue) (?:more|reading)\b|\b{DANGLING}[.!?](?=\s|$)"
    r"|[a-z](?:…|\.\.\.)$"
)
ENDED = re.compile(r"(?:[.!?…:]|\.\.\.)[\"”’')\]*_]*\s*$")
LIKENESS = re.compile(
    r"\b(?:like|alike|unlike|likewise|likeness|same|similar\w*|both|too|also|shares?|shared|sharing|"
    r"another|again|echo\w*|remind\w*|recall\w*|resembl\w*|kin|kindred|cousin|sibling|twin|sister|"
    r"brother|ancestor|successor|companion|reverse|equivalent|counterpart|mirror\w*|parallel\w*|"
    r"match\w*|fans?|loved|liked|as in|as with|in common|as \w+ as|nearest|closest|"
    r"relative|heir|descend\w*|lifted|borrow\w*)\b",
    re.IGNORECASE,
)
SPOILS = re.compile(
    r"\bturns? out (?:that|to (?:be|have been) the)\b|\bthe (?:big )?twist is\b"
    r"|\bthe (?:killer|murderer|culprit|villain) is\b|\b(?:is|are) revealed (?:as|to be)\b"
    r"|\bdies (?:at|in) the end\b|\bin the (?:final|last) scene\b"
    r"|\b(?:was|were) dead all along\b|\bthe whole (?:trip|thing|story) was a\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def proses(writing: Writing) -> tuple[Prose, ...]:
    """Return the texts that have words; all checks of a page read the same."""
    return tuple(Prose.of(text, writing.names) for text in writing.texts if text.text.strip())


def running(writing: Writing) -> list[Prose]:
    """Return the texts that are made of whole sentences."""
    return [prose for prose in proses(writing) if prose.text.kind in FULL_SENTENCES]


@LANGUAGE.check("language.glued-words", Severity.ERROR)
def glued_words(writing: Writing) -> Iterator[Problem]:
    """No word has run into the next, and no sentence into another."""
    for prose in proses(writing):
        for found in CAMEL.finditer(prose.hidden):
            if not NAME_LIKE.fullmatch(found[0]) and found[0] not in BRANDS:
                yield prose.problem(
                    *found.span(),
                    "Two words have run together here: part them, or end the "
                    "sentence before the second.",
                )
        for found in AFTER_LINK.finditer(prose.text.text):
            place = Place(prose.text.part, prose.text.field, *found.span("word"))
            yield Problem(place, "A space is missing after the link: put it in.", found["word"])
        if prose.text.kind is Kind.HEADLINE:
            continue
        for found in GLUED.finditer(prose.hidden):
            yield prose.problem(
                *found.span(),
                "A word is stuck to another here, or a full stop is missing before a "
                "capital: part them.",
            )


@LANGUAGE.check("language.doubled-words", Severity.ERROR)
def doubled_words(writing: Writing) -> Iterator[Problem]:
    """No word stands twice in a row."""
    for prose in proses(writing):
        for found in TWICE.finditer(prose.hidden):
            is_name = found[1][0].isupper() and found[0].split()[1][0].isupper()
            is_name = is_name and found[1].lower() not in SMALL_WORDS
            if not is_name and found[1].lower() not in TWICE_MEANT:
                yield prose.problem(*found.span(), f"“{found[1]}” stands twice: take one out.")
        for found in TWO_TWICE.finditer(prose.plain):
            yield prose.problem(*found.span(), f"“{found[1]}” stands twice: take one out.")


@LANGUAGE.check("language.doubled-letters", Severity.ERROR)
def doubled_letters(writing: Writing) -> Iterator[Problem]:
    """No letter is doubled that is never double."""
    for prose in proses(writing):
        seen: set[int] = set()
        for pattern in (TRIPLE, NEVER_DOUBLE):
            for found in pattern.finditer(prose.hidden):
                meant = bool(DOUBLE_MEANT.search(found[0].lower()))
                meant |= pattern is TRIPLE and bool(SOUNDS.match(found[0]))
                if not meant and found.start() not in seen:
                    seen.add(found.start())
                    yield prose.problem(
                        *found.span(), f"“{found[0]}” has a letter too many: correct it."
                    )


@LANGUAGE.check("language.unbalanced-brackets", Severity.ERROR)
def unbalanced_brackets(writing: Writing) -> Iterator[Problem]:
    """Every bracket has its partner, with something between."""
    for prose in proses(writing):
        words = LIST_MARK.sub(lambda mark: " " * len(mark[0]), prose.hidden)
        still_open: list[int] = []
        for found in re.finditer(r"[()\[\]{}]|\n\s*\n", words):
            mark = found[0]
            if mark in PAIRS:
                opened = still_open.pop() if still_open else None
                right = opened is not None and words[opened] == PAIRS[mark]
                if not right or not words[(opened or 0) + 1 : found.start()].strip():
                    yield prose.problem(
                        *found.span(), "This bracket has no partner, or nothing between: mend it."
                    )
            elif mark.isspace():
                yield from _left_open(prose, still_open)
                still_open = []
            else:
                still_open.append(found.start())
        yield from _left_open(prose, still_open)


def _left_open(prose: Prose, places: list[int]) -> Iterator[Problem]:
    for place in places[:1]:
        yield prose.problem(place, place + 1, "This bracket is never closed: close it.")


@LANGUAGE.check("language.unbalanced-quotes", Severity.ERROR)
def unbalanced_quotes(writing: Writing) -> Iterator[Problem]:
    """Every quotation that is opened is closed."""
    for prose in proses(writing):
        paragraphs = re.split(r"\n\s*\n", prose.hidden)
        place = 0
        for number, paragraph in enumerate(paragraphs):
            start = prose.hidden.find(paragraph, place)
            place = start + len(paragraph)
            goes_on = number + 1 < len(paragraphs) and paragraphs[number + 1].lstrip()[:1] in '"“'
            straight = [m.start() for m in re.finditer(r"(?<!\d)\"|(?<=\d)\"(?=\W*$)", paragraph)]
            opened, closed = paragraph.count("“"), paragraph.count("”")
            marks = [*straight[-1:], *([max(paragraph.rfind("“"), paragraph.rfind("”"))])]
            if (len(straight) % 2 or opened != closed) and not goes_on:
                at = start + (marks[0] if len(straight) % 2 else marks[-1])
                yield prose.problem(
                    at, at + 1, "This quotation is not opened or not closed: mend it."
                )


@LANGUAGE.check("language.mixed-quotes", Severity.WARNING)
def mixed_quotes(writing: Writing) -> Iterator[Problem]:
    """A page has either straight or curly quotation marks."""
    used: dict[str, list[tuple[Prose, int]]] = defaultdict(list)
    for prose in proses(writing):
        for found in re.finditer(r"[\"“”]|(?<=[a-z])['’](?=[a-z])", prose.plain):
            used[found[0]].append((prose, found.start()))
    for straight, curly in (('"', "“”"), ("'", "’")):
        kinds = [used[straight], [place for mark in curly for place in used[mark]]]
        if not all(kinds):
            continue
        prose, at = min(kinds, key=len)[0]
        yield prose.problem(
            at, at + 1, "The page mixes straight and curly quotation marks: use one kind."
        )


@LANGUAGE.check("language.stray-spaces", Severity.ERROR)
def stray_spaces(writing: Writing) -> Iterator[Problem]:
    """No space stands before punctuation or beside another."""
    for prose in proses(writing):
        for pattern in (STRAY, INNER):
            for found in pattern.finditer(prose.hidden):
                yield prose.problem(
                    max(found.start() - 1, 0), found.end() + 1, "Take out the stray space."
                )


@LANGUAGE.check("language.missing-space", Severity.ERROR)
def missing_spaces(writing: Writing) -> Iterator[Problem]:
    """A space follows punctuation and stands around brackets."""
    for prose in proses(writing):
        for found in UNSPACED.finditer(prose.hidden):
            yield prose.problem(
                max(found.start() - 1, 0), found.end() + 1, "A space is missing here: put it in."
            )


@LANGUAGE.check("language.lower-case-start", Severity.ERROR)
def lower_case_starts(writing: Writing) -> Iterator[Problem]:
    """A sentence starts with a capital."""
    for prose in running(writing):
        before = ""
        for sentence in prose.sentences:
            may_go_on = before.rstrip().endswith("!") and len(before.split()) == 1
            may_go_on |= bool(SPOKEN.search(before))
            before = sentence.text
            first = re.match(r"[\s\"“‘'(\[]*([a-z][\w’'-]*)", sentence.text)
            if first and not may_go_on and not NAME_LIKE.fullmatch(first[1]):
                at = sentence.start + first.start(1)
                yield prose.problem(
                    at, at + len(first[1]), "A sentence starts in lower case: is something cut off?"
                )


@LANGUAGE.check("language.no-verb", Severity.WARNING)
def sentences_without_verb(writing: Writing) -> Iterator[Problem]:
    """A long sentence has a verb."""
    for prose in running(writing):
        if prose.text.kind is Kind.LINE:
            continue
        for sentence in prose.sentences:
            words = re.findall(r"[\w’']+", sentence.text)
            if len(words) >= SHORTEST_VERBLESS and not has_verb(words):
                yield prose.problem(
                    sentence.start, sentence.end, "This sentence seems to have no verb: finish it."
                )


@LANGUAGE.check("language.cut-off", Severity.ERROR)
def cut_off(writing: Writing) -> Iterator[Problem]:
    """No text ends in the middle of a sentence."""
    for prose in running(writing):
        for found in CUT_INSIDE.finditer(prose.hidden):
            yield prose.problem(*found.span(), "Something is cut off here: finish the sentence.")
        for part in prose.paragraphs:
            text = part.text.rstrip()
            if prose.text.kind is Kind.LINE:
                is_cut = bool(HANGS.search(text))  # a standfirst may do without a full stop
            else:
                is_cut = text.lstrip()[:1] in {",", ";", ")"} or not ENDED.search(text)
            if is_cut:
                yield from _unended(prose, part, text)


def _unended(prose: Prose, part: Sentence, text: str) -> Iterator[Problem]:
    start = part.start if text.lstrip()[:1] in {",", ";"} else part.start + max(len(text) - 20, 0)
    yield prose.problem(
        start, part.start + len(text), "This ends or starts in the middle: finish the sentence."
    )


@LANGUAGE.check("language.same-opening", Severity.WARNING)
def same_openings(writing: Writing) -> Iterator[Problem]:
    """No two blurbs open with the same words."""
    blurbs = [prose for prose in proses(writing) if prose.text.kind is Kind.BLURB]
    openings = [tuple(re.findall(r"\w+", prose.plain.lower())[:OPENING]) for prose in blurbs]
    count = Counter(openings)
    for prose, opening in zip(blurbs, openings, strict=True):
        if len(opening) == OPENING and count[opening] > 1:
            end = re.match(r"\W*\w+\W+\w+\W+\w+", prose.plain)
            yield prose.problem(
                0, end.end() if end else 1, f"{count[opening]} blurbs open so: start this one anew."
            )


@LANGUAGE.check("language.blurb-length", Severity.WARNING)
def blurb_lengths(writing: Writing) -> Iterator[Problem]:
    """A blurb has between 40 and 160 words."""
    for prose in proses(writing):
        words = len(prose.plain.split())
        if prose.text.kind is Kind.BLURB and not SHORTEST_BLURB <= words <= LONGEST_BLURB:
            advice = "say more" if words < SHORTEST_BLURB else "cut it"
            yield Problem(
                Place(prose.text.part, prose.text.field),
                f"The blurb has {words} words: {advice}; {SHORTEST_BLURB} to {LONGEST_BLURB} read "
                "well.",
            )


@LANGUAGE.check("language.no-likeness", Severity.WARNING)
def no_likeness(writing: Writing) -> Iterator[Problem]:
    """A blurb says why the film is alike."""
    for prose in proses(writing):
        says = LIKENESS.search(prose.hidden) or any(seed in prose.plain for seed in writing.seeds)
        if prose.text.kind is Kind.BLURB and not says:
            yield Problem(
                Place(prose.text.part, prose.text.field),
                "The blurb never says why the film is alike: end it with the reason.",
            )


@LANGUAGE.check("language.spoiler", Severity.WARNING)
def spoilers(writing: Writing) -> Iterator[Problem]:
    """Who has not been warned is not told how it ends."""
    for prose in proses(writing):
        for found in SPOILS.finditer("" if prose.text.may_spoil else prose.hidden):
            yield prose.problem(
                *found.span(),
                "This seems to give the ending away: mark it as a spoiler, or leave it out.",
            )
