"""Evidence: motifs of crime, chance and the law, in a square from -200 to 200."""

# Outlines are easier to follow with several points to a line.
# fmt: off

from publishing.cutpaper import Cut

from .motif_things import around


def dial(c: Cut) -> None:
    p = c.palette
    c.disc(p.form, 0, 0, 190)
    for n, (x, y) in enumerate(around(24, 1)):
        inner = 146 if n % 4 else 128
        c.limb(p.ground, (x * inner, y * inner), (x * 176, y * 176), 7)
    c.disc(p.accent, 0, 0, 104)
    for x, y in around(3, 1, 30):
        c.limb(p.ground, (x * 16, y * 16), (x * 150, y * 150), 22)
        c.disc(p.ground, x * 150, y * 150, 25)
    c.disc(p.ground, 0, 0, 38)
    c.poly(p.accent, (-16, -200), (16, -200), (0, -168))


def keyhole(c: Cut) -> None:
    p = c.palette
    c.shape(p.form, (-120, -110), (-120, -200, 1), (0, -200), (120, -200, 1), (120, -110),
            (120, 130), (120, 200, 1), (0, 200), (-120, 200, 1), (-120, 130))
    c.disc(p.ground, 0, -52, 66)
    c.poly(p.ground, (-28, -20), (28, -20), (62, 140), (-62, 140))
    c.shape(p.accent, (-52, -52), (0, -100, 1), (52, -52), (0, -6, 1))
    c.disc(p.ground, 0, -53, 17)
    for y in (-160, 168):
        c.disc(p.ground, 0, y, 11)


def target(c: Cut) -> None:
    p = c.palette
    for n, r in enumerate((190, 148, 106, 64)):
        c.disc(p.ground if n % 2 else p.form, 0, 0, r)
    c.disc(p.accent, 0, 0, 30)
    for x, y in ((62, -92), (-84, 30), (104, 74)):
        c.disc(p.shade, x, y, 17)
        c.disc(p.ink, x, y, 11)


def bullet(c: Cut) -> None:
    """Cut a bullet hole in glass and the cracks that run from it."""
    p = c.palette
    for n, (x, y) in enumerate(around(13, 1, 8)):
        reach = (200, 128, 182, 96, 158)[n % 5]
        side = c.chance.between(5, 9)
        bend = (x * reach * 0.55 - y * side, y * reach * 0.55 + x * side)
        c.poly(p.form, (x * 34 - y * side, y * 34 + x * side), bend, (x * reach, y * reach),
               (x * 34 + y * side, y * 34 - x * side))
    for r in (88, 140):
        ring = around(13, r, 8)
        for n in (0, 1, 4, 5, 8, 10):
            c.limb(p.form, ring[n], ring[(n + 1) % 13], 5)
    c.star(p.form, 0, 0, 66, 11, 0.72)
    c.disc(p.accent, 0, 0, 36)
    c.disc(p.ground, 0, 0, 22)


def cards(c: Cut) -> None:
    p = c.palette
    for turn, fill, ink in (
        (-24, p.form, p.ground),
        (0, p.accent, p.ground),
        (24, p.ink, p.ground),
    ):
        card = c.at(0, 210, 1, turn)
        card.shape(p.ground, (-88, -362), (88, -362), (88, -106), (-88, -106))
        card.rect(fill, -82, -356, 164, 244)
        spade(card.at(0, -234, 0.5), ink)
        spade(card.at(-58, -326, 0.15), ink)


def spade(c: Cut, fill: str) -> None:
    c.shape(fill, (0, -110), (20, -60, 1), (100, -14, 1), (86, 66, 1), (14, 46), (16, 90, 1),
            (44, 110), (-44, 110), (-16, 90, 1), (-14, 46), (-86, 66, 1), (-100, -14, 1), (-20,
            -60, 1))


def dagger(c: Cut) -> None:
    p = c.palette
    knife = c.at(0, 0, 1, 12)
    knife.poly(p.form, (-34, -30), (34, -30), (30, 90), (0, 200), (-30, 90))
    knife.poly(p.ground, (0, -30), (10, -30), (8, 84), (0, 150))
    knife.rect(p.accent, -92, -58, 184, 30)
    knife.rect(p.form, -20, -160, 40, 104)
    knife.disc(p.accent, 0, -172, 28)
    c.shape(p.accent, (66, 96), (106, 160, 1), (66, 168), (26, 160, 1))


def cylinder(c: Cut) -> None:
    """Cut a revolver's cylinder, one chamber loaded."""
    p = c.palette
    c.disc(p.form, 0, 0, 188)
    for x, y in around(6, 188, -60):
        c.disc(p.ground, x, y, 36)
    for n, (x, y) in enumerate(around(6, 108)):
        c.disc(p.ground, x, y, 45)
        if n == 1:
            c.disc(p.accent, x, y, 36)
            c.disc(p.ground, x, y, 13)
    c.disc(p.ground, 0, 0, 30)


def fingerprint(c: Cut) -> None:
    p = c.palette
    for n in range(7):
        rx, top, foot = 28 + n * 24, -30 - n * 26, 60 + n * 13 - (n % 3) * 20
        fill = p.accent if n == 2 else p.form
        c.stroke(fill, 13, (-rx, foot), (-rx - 2, top, 1), (0, top), (rx + 2, top, 1),
                 (rx, foot + (n % 2) * 34))
    c.stroke(p.form, 13, (0, 20), (4, 90, 1), (-20, 150))
    c.stroke(p.form, 13, (30, 100), (24, 150, 1), (0, 186))
    c.stroke(p.form, 13, (-34, 100), (-40, 140, 1), (-56, 164))


def banknote(c: Cut) -> None:
    p = c.palette
    note = c.at(0, 0, 1, -8)
    for lift, fill in ((46, p.shade), (0, p.form)):
        note.rect(fill, -200 + lift / 2, -104 + lift, 400, 208)
    note.rect(p.ground, -186, -90, 372, 6)
    note.rect(p.ground, -186, 84, 372, 6)
    for turn in range(0, 180, 18):
        petal = note.at(0, 0, 1, turn)
        petal.stroke(p.ground, 4, (-80, 0), (0, -70, 1), (80, 0), (0, 70, 1), (-80, 0))
    note.disc(p.accent, 0, 0, 34)
    for x in (-140, 140):
        note.ring(p.ground, x, 0, 34, 9)
        note.disc(p.ground, x, 0, 12)


def diamond(c: Cut) -> None:
    p = c.palette
    c.poly(p.form, (-110, -130), (110, -130), (196, -30), (0, 186), (-196, -30))
    c.poly(p.accent, (-110, -130), (-60, -30), (-196, -30))
    c.poly(p.accent, (60, -30), (0, 186), (-60, -30))
    c.poly(p.ink, (0, -130), (60, -30), (-60, -30))
    c.poly(p.accent, (110, -130), (196, -30), (60, -30))
    for turn in (-30, 0, 30):
        c.at(0, 0, 1, turn).limb(p.form, (0, -166), (0, -200), 9)


def badge(c: Cut) -> None:
    p = c.palette
    c.star(p.form, 0, 6, 178, 6, 0.58)
    for x, y in around(6, 178):
        c.disc(p.form, x, y + 6, 22)
    c.ring(p.ground, 0, 6, 92, 8)
    c.star(p.accent, 0, 6, 68, 5, 0.4)


def shield(c: Cut) -> None:
    p = c.palette
    c.shape(p.form, (0, -196), (70, -150, 1), (156, -166), (172, 90, 1), (0, 196), (-172, 90, 1),
            (-156, -166), (-70, -150, 1))
    c.shape(p.ground, (0, -160), (62, -124, 1), (126, -134), (136, 70, 1), (0, 156), (-136, 70, 1),
            (-126, -134), (-62, -124, 1))
    c.poly(p.accent, (-118, -40), (118, -40), (110, 20), (-110, 20))
    c.star(p.form, 0, -82, 34, 5, 0.4)
    for x in (-44, 0, 44):
        c.rect(p.form, x - 12, 40, 24, 56 - abs(x) * 0.3)


def handcuffs(c: Cut) -> None:
    p = c.palette
    for side, turn in ((-1, -18), (1, 24)):
        cuff = c.at(side * 104, 40 + side * 10, 1, turn)
        cuff.ring(p.form, 0, 0, 92, 24)
        cuff.rect(p.form, -36, -116, 72, 50)
        cuff.disc(p.ground, 0, -92, 10)
    for x, y in ((-62, -92), (-26, -120), (14, -122), (50, -98)):
        c.ring(p.accent, x, y, 25, 9)


def tapes(c: Cut) -> None:
    """Cut the two reels of a recorder, and the tape between them."""
    p = c.palette
    c.rect(p.form, -200, -130, 400, 260)
    c.limb(p.accent, (-100, 66), (-40, 104), 9)
    c.limb(p.accent, (100, 66), (40, 104), 9)
    c.rect(p.accent, -46, 94, 92, 20)
    for side in (-1, 1):
        hub = c.at(side * 96, -24)
        hub.disc(p.ground, 0, 0, 82)
        hub.ring(p.accent, 0, 0, 72, 20)
        for x, y in around(3, 1, 20 * side):
            hub.limb(p.form, (0, 0), (x * 54, y * 54), 15)


def phone(c: Cut) -> None:
    p = c.palette
    c.stroke(p.accent, 11, (104, 74), (150, 120, 1), (96, 130), (40, 140, 1), (80, 164),
             (130, 190, 1), (60, 194), (-40, 196, 1), (-120, 170))
    hand = c.at(0, -30, 1, -30)
    hand.stroke(p.form, 50, (-146, 30), (-130, -92, 1), (0, -92), (130, -92, 1), (146, 30))
    for x in (-146, 146):
        hand.rect(p.form, x - 50, 14, 100, 46)
        hand.rect(p.accent, x - 38, 66, 76, 15)


def capsule(c: Cut) -> None:
    p = c.palette
    pill = c.at(0, 0, 1, 38)
    pill.disc(p.accent, 0, -112, 84)
    pill.rect(p.accent, -84, -112, 168, 112)
    pill.disc(p.form, 0, 112, 84)
    pill.rect(p.form, -84, 0, 168, 112)
    pill.rect(p.ground, -84, -6, 168, 12)
    pill.rect(p.ground, -54, -120, 18, 88)
    pill.disc(p.ground, -45, -120, 9)


def threads(c: Cut) -> None:
    """Cut the pins and red thread of someone who sees connections."""
    p = c.palette
    pins = ((-160, -120), (-20, -170), (150, -90), (60, 0), (-110, 30), (150, 130), (-20, 150),
            (-170, 170))
    for a, b in ((0, 3), (1, 3), (2, 3), (4, 3), (5, 3), (6, 3), (7, 4), (0, 4), (1, 2), (6, 5)):
        c.limb(p.accent, pins[a], pins[b], 5)
    for n, (x, y) in enumerate(pins):
        note = c.at(x, y, 1, (n * 37) % 30 - 15)
        note.rect(p.form, -31, -25, 62, 66)
        if n == 3:
            note.disc(p.ground, 0, 6, 20)
        else:
            note.rect(p.ground, -21, 2, 42, 7)
            note.rect(p.ground, -21, 18, 30, 7)
        note.disc(p.accent, 0, -18, 9)


def suitcase(c: Cut) -> None:
    p = c.palette
    c.stroke(p.form, 20, (-56, -92), (-56, -156), (56, -156), (56, -92))
    c.rect(p.form, -194, -92, 388, 252)
    c.poly(p.accent, (-120, -92), (-20, -92), (-52, -40), (-102, -22))
    c.rect(p.ground, -194, -6, 388, 9)
    for x in (-120, 86):
        c.rect(p.accent, x, -26, 34, 48)


def scales(c: Cut) -> None:
    p = c.palette
    c.limb(p.form, (0, -160), (0, 160), 16)
    c.rect(p.form, -84, 158, 168, 26)
    c.limb(p.form, (-160, -84), (160, -140), 15)
    c.disc(p.accent, 0, -170, 21)
    for x, y in ((-156, -84), (156, -138)):
        c.limb(p.form, (x, y), (x - 44, y + 132), 5)
        c.limb(p.form, (x, y), (x + 44, y + 132), 5)
        c.shape(p.accent, (x - 60, y + 130), (x + 60, y + 130), (x + 40, y + 184, 1), (x, y + 184),
                (x - 40, y + 184, 1))


def newspaper(c: Cut) -> None:
    p = c.palette
    page = c.at(0, 0, 1, -7)
    page.rect(p.shade, -120, -170, 290, 370)
    page.rect(p.form, -150, -190, 290, 370)
    page.rect(p.ground, -128, -168, 246, 44)
    page.rect(p.accent, -128, -108, 140, 132)
    page.disc(p.form, -58, -62, 25)
    page.shape(p.form, (-104, 24), (-100, -30, 1), (-58, -32), (-16, -30, 1), (-12, 24))
    for n in range(11):
        y = -106 + n * 24
        page.rect(p.ground, 28, y, 90, 9)
        if n > 5:
            page.rect(p.ground, -128, y, 140, 9)


def dice(c: Cut) -> None:
    p = c.palette
    for x, y, turn, fill, pips in (
        (-66, 46, -16, p.form, ((-50, -50), (50, 50), (0, 0), (50, -50), (-50, 50))),
        (92, -74, 22, p.accent, ((-48, -48), (48, 48))),
    ):
        die = c.at(x, y, 0.98, turn)
        die.shape(fill, (-70, -104), (70, -104), (104, -104, 1), (104, -70), (104, 70),
                  (104, 104, 1), (70, 104), (-70, 104), (-104, 104, 1), (-104, 70), (-104, -70),
                  (-104, -104, 1))
        for px, py in pips:
            die.disc(p.ground, px, py, 20)


def king(c: Cut) -> None:
    """Cut the king of chess, and a pawn before him."""
    p = c.palette
    c.rect(p.form, -14, -200, 28, 74)
    c.rect(p.form, -36, -180, 72, 24)
    c.shape(p.form, (-30, -128), (30, -128), (78, -110), (44, -30), (50, 70, 1), (86, 130),
            (-86, 130), (-50, 70, 1), (-44, -30), (-78, -110))
    c.rect(p.ground, -50, -28, 100, 10)
    c.rect(p.form, -104, 140, 208, 48)
    pawn = c.at(98, 96, 0.78)
    pawn.disc(p.ground, 0, -62, 58)
    pawn.disc(p.accent, 0, -62, 46)
    pawn.shape(p.accent, (-28, -34), (28, -34), (30, 50, 1), (62, 84), (78, 120), (-78, 120),
               (-62, 84), (-30, 50, 1))


def bomb(c: Cut) -> None:
    p = c.palette
    c.disc(p.form, -24, 54, 140)
    c.at(64, -58, 1, 42).rect(p.form, -44, -34, 88, 54)
    c.stroke(p.ink, 12, (84, -82), (110, -150, 1), (150, -120))
    c.star(p.accent, 156, -128, 54, 8, 0.42)
    c.shape(p.ground, (-124, 30), (-116, -50, 1), (-46, -52), (-92, -26, 1))


def frame(c: Cut) -> None:
    """Cut a gilt frame with the picture gone."""
    p = c.palette
    c.rect(p.form, -170, -196, 340, 392)
    c.rect(p.ground, -146, -172, 292, 344)
    c.rect(p.form, -132, -158, 264, 316)
    c.rect(p.ground, -104, -130, 208, 260)
    c.poly(p.accent, (-104, -130), (30, -130), (-20, -96), (-104, -40))
    c.poly(p.accent, (104, 130), (104, 20), (40, 130))
