"""Things: motifs of single objects, in a square from -200 to 200."""

# Outlines are easier to follow with several points to a line.
# fmt: off

import math

from publishing.cutpaper import Corner, Cut


def around(count: int, r: float, start: float = -90) -> list[tuple[float, float]]:
    angles = [math.radians(start + 360 * n / count) for n in range(count)]
    return [(r * math.cos(angle), r * math.sin(angle)) for angle in angles]


def eye(c: Cut) -> None:
    p = c.palette
    c.shape(p.form, (-196, 6), (0, -214, 1), (196, 6), (0, 214, 1))
    c.disc(p.ground, 0, 2, 86)
    c.disc(p.accent, 0, 2, 66)
    c.disc(p.ground, 0, 2, 31)
    c.disc(p.ink if p.ink != p.accent else p.form, 24, -24, 14)
    for n in range(7):
        turn = c.at(0, 10, 1, (n - 3) * 19)
        turn.limb(p.form, (0, -134), (0, -196), 17, 6)


def heart(c: Cut) -> None:
    p = c.palette
    _heart(c, p.form)
    c.shape(p.accent, (-100, -62), (-74, -118, 1), (-22, -92), (-70, -90, 1))


def _heart(c: Cut, fill: str) -> None:
    c.shape(fill, (0, 180), (-60, 110, 1), (-186, 40, 1), (-186, -60), (-186, -156, 1),
            (-96, -156), (-30, -156, 1), (0, -84), (30, -156, 1), (96, -156), (186, -156, 1), (186,
            -60), (186, 40, 1), (60, 110, 1))


def heartbreak(c: Cut) -> None:
    p = c.palette
    _heart(c, p.form)
    c.poly(p.ground, (-22, -150), (28, -150), (2, -78), (48, -18), (-8, 46), (34, 104), (10, 196),
           (-6, 196), (4, 110), (-48, 52), (14, -12), (-36, -72))
    c.disc(p.accent, 150, 150, 26)


def circles(c: Cut) -> None:
    """Cut three discs where two would do."""
    p = c.palette
    c.disc(p.form, -72, 56, 116)
    c.disc(p.accent, 74, 56, 116)
    c.shape(p.ground, (1, -36), (88, 56, 1), (1, 147), (-88, 56, 1))
    c.ring(p.ink, 0, -76, 114, 15)


def lips(c: Cut) -> None:
    p = c.palette
    c.shape(p.form, (-196, 0), (-90, -74, 1), (-52, -86), (-20, -88, 1), (0, -58), (20, -88, 1),
            (52, -86), (90, -74, 1), (196, 0), (100, 130, 1), (0, 130), (-100, 130, 1))
    c.shape(p.ground, (-150, 0), (-50, -22, 1), (0, -6), (50, -22, 1), (150, 0), (60, 38, 1),
            (0, 34), (-60, 38, 1))
    c.poly(p.accent, (40, 12), (196, 68), (190, 86), (34, 30))
    c.poly(p.ink, (168, 60), (196, 70), (190, 87), (162, 77))
    c.shape(p.shade, (186, 60), (130, 0, 1), (190, -60, 1), (160, -140), (226, -60, 1),
            (176, 0, 1), (200, 62))


def clock(c: Cut) -> None:
    p = c.palette
    c.disc(p.form, 0, 0, 188)
    c.disc(p.ground, 0, 0, 160)
    for n, (x, y) in enumerate(around(12, 1)):
        inner = 118 if n % 3 == 0 else 132
        c.limb(p.form, (x * inner, y * inner), (x * 146, y * 146), 13 if n % 3 == 0 else 7)
    c.poly(p.shade, (0, 0), (0, -150), (-75, -130))
    c.limb(p.form, (0, 22), (-52, -88), 15)
    c.limb(p.accent, (0, 34), (0, -124), 11)
    c.disc(p.accent, 0, 0, 19)


def hourglass(c: Cut) -> None:
    p = c.palette
    for y in (-196, 166):
        c.rect(p.form, -130, y, 260, 30)
    c.shape(p.form, (-104, -156), (104, -156), (104, -60, 1), (14, 0), (104, 60, 1), (104, 156),
            (-104, 156), (-104, 60, 1), (-14, 0), (-104, -60, 1))
    c.shape(p.accent, (-72, -92), (72, -92), (60, -44, 1), (0, -6), (-60, -44, 1))
    c.shape(p.accent, (-84, 140), (-40, 120, 1), (0, 74), (40, 120, 1), (84, 140))
    c.rect(p.accent, -4, -10, 8, 100)


def loop(c: Cut) -> None:
    p = c.palette
    c.ring(p.form, 0, 0, 180, 46)
    c.poly(p.ground, (40, -210), (210, -140), (150, -30), (26, -110))
    c.poly(p.form, (36, -226), (142, -150), (44, -70))
    c.limb(p.accent, (0, 14), (0, -96), 15)
    c.limb(p.accent, (-8, 0), (66, 34), 15)
    c.disc(p.accent, 0, 0, 17)


def reel(c: Cut) -> None:
    p = c.palette
    c.poly(p.accent, (0, 150), (200, 150), (200, 196), (0, 196))
    for n in range(5):
        c.rect(p.ground, 30 + n * 36, 165, 18, 16)
    c.disc(p.form, 0, 0, 192)
    for x, y in around(5, 106):
        c.disc(p.ground, x, y, 49)
    c.disc(p.accent, 0, 0, 27)


def maze(c: Cut) -> None:
    p = c.palette
    for n in range(5):
        c.ring(p.form, 0, 0, 192 - n * 36, 17)
    for n, turn in enumerate((20, 200, 95, 300, 150)):
        gap = c.at(0, 0, 1, turn)
        gap.rect(p.ground, -15, -196 + n * 36, 30, 24)
        if n < 4:
            c.at(0, 0, 1, turn + 70).rect(p.form, -8, -186 + n * 36, 16, 36)
    c.disc(p.accent, 0, 0, 25)


def match(c: Cut) -> None:
    p = c.palette
    c.limb(p.form, (14, 200), (0, -40), 22)
    c.shape(p.accent, (0, 0), (-96, -10, 1), (-78, -100), (-64, -136, 1), (-22, -200),
            (-8, -140, 1), (34, -126), (86, -90, 1), (70, -40), (50, 0, 1))
    c.shape(p.ground, (0, -8), (-46, -22, 1), (-22, -92), (6, -66, 1), (26, -54), (40, -14, 1))
    c.disc(p.form, 0, -30, 20)


def flame(c: Cut) -> None:
    p = c.palette
    c.shape(p.form, (0, 190), (-190, 190, 1), (-150, 10), (-136, -40, 1), (-96, -70),
            (-104, -10, 1), (-62, 4), (-70, -110, 1), (20, -200), (24, -110, 1), (92, -60), (120,
            -80, 1), (112, -130), (180, -40, 1), (160, 60), (150, 190, 1))
    c.shape(p.accent, (0, 190), (-108, 180, 1), (-84, 80), (-60, 100, 1), (-42, 96), (-40, 10, 1),
            (24, -40), (20, 30, 1), (66, 50), (116, 170, 1))


def balloon(c: Cut) -> None:
    p = c.palette
    c.stroke(p.ink, 4, (22, 6), (60, 90, 1), (-20, 110, 1), (14, 200))
    c.shape(p.form, (20, 0), (-100, -60, 1), (-100, -128), (-90, -200, 1), (18, -200),
            (128, -200, 1), (132, -112), (126, -50, 1))
    c.poly(p.form, (20, -8), (36, 18), (6, 18))
    c.shape(p.accent, (-66, -124), (-62, -168, 1), (-10, -172), (-44, -150, 1))


def crown(c: Cut) -> None:
    p = c.palette
    c.poly(p.form, (-170, 90), (-196, -110), (-90, -10), (0, -170), (90, -10), (196, -110),
           (170, 90))
    c.rect(p.accent, -170, 106, 340, 42)
    for x, y in ((-196, -122), (0, -182), (196, -122)):
        c.disc(p.accent, x * 0.96, y, 21)


def footprints(c: Cut) -> None:
    p = c.palette
    for n in range(5):
        side = -1 if n % 2 else 1
        step = c.at(side * 62 + n * 8 - 16, 160 - n * 80, 0.8 - n * 0.06, side * 7)
        fill = p.accent if n == 4 else p.form
        step.shape(fill, (-26, -4), (-50, -104, 1), (0, -104), (50, -104, 1), (26, -4))
        step.shape(fill, (-25, 8), (25, 8), (28, 56, 1), (0, 56), (-28, 56, 1))


def bird(c: Cut) -> None:
    p = c.palette
    c.disc(p.accent, 60, -60, 112)
    c.shape(p.form, (-180, 126), (-90, 50, 1), (-40, 30), (-130, -60, 1), (-120, -190),
            (-30, -120, 1), (40, -30), (80, -50, 1), (110, -36), (160, -26), (122, -6), (110, 80,
            1), (-30, 104), (-100, 110, 1))
    c.shape(p.ink, (10, 6), (60, -110, 1), (190, -150), (170, -20, 1), (70, 60))


def robot(c: Cut) -> None:
    p = c.palette
    c.limb(p.form, (0, -130), (0, -186), 12)
    c.disc(p.accent, 0, -184, 18)
    c.shape(p.form, (-130, 30), (-130, -140, 1), (0, -140), (130, -140, 1), (130, 30), (96, 140),
            (-96, 140))
    for s in (-1, 1):
        c.rect(p.form, s * 158 - 18, -54, 36, 90)
        c.disc(p.ground, s * 54, -24, 36)
        c.disc(p.accent, s * 54, -24, 20)
    for n in range(5):
        c.rect(p.ground, -54 + n * 24, 66, 12, 46)
    c.rect(p.form, -50, 140, 100, 24)
    c.rect(p.form, -160, 172, 320, 28)


def gears(c: Cut) -> None:
    p = c.palette
    for x, y, r, teeth, fill in ((-56, -46, 112, 12, p.form), (98, 98, 74, 9, p.accent)):
        wheel = c.at(x, y)
        for tx, ty in around(teeth, 1, 10):
            wheel.limb(fill, (tx * r * 0.8, ty * r * 0.8), (tx * r * 1.24, ty * r * 1.24), r * 0.3,
                       r * 0.2)
        wheel.disc(fill, 0, 0, r)
        wheel.disc(p.ground, 0, 0, r * 0.42)
        wheel.disc(fill, 0, 0, r * 0.18)


def glove(c: Cut) -> None:
    p = c.palette
    c.shape(p.form, (-96, 96), (-180, 0, 1), (-140, -120, 1), (-90, -196, 1), (20, -190),
            (130, -190, 1), (140, -76), (150, 20, 1), (84, 96))
    c.shape(p.form, (20, -30), (110, -70, 1), (176, -40), (206, 30, 1), (120, 62), (60, 76, 1),
            (20, 60))
    c.stroke(p.ground, 9, (40, -52), (110, -44, 1), (96, 24, 1), (52, 40))
    c.rect(p.accent, -98, 108, 184, 78)
    for n in range(3):
        c.rect(p.ground, -60 + n * 44, 118, 12, 58)


def katana(c: Cut) -> None:
    p = c.palette
    c.disc(p.accent, 0, -10, 150)
    sword = c.at(0, 0, 1, 42)
    sword.shape(p.form, (-12, 60), (-34, -90, 1), (0, -240), (24, -90, 1), (14, 60))
    sword.shape(p.ground, (-52, 60), (0, 46, 1), (52, 60), (52, 76), (0, 92, 1), (-52, 76))
    sword.rect(p.form, -14, 78, 28, 150)
    for n in range(4):
        sword.poly(p.ground, (0, 96 + n * 32), (9, 108 + n * 32), (0, 120 + n * 32),
                   (-9, 108 + n * 32))


def plane(c: Cut) -> None:
    p = c.palette
    c.disc(p.accent, -30, 30, 120)
    jet = c.at(0, 0, 1, 38)
    jet.shape(p.form, (-24, 150), (-28, -160, 1), (0, -200), (28, -160, 1), (24, 150), (0, 180))
    jet.poly(p.form, (-16, -50), (-190, 62), (-190, 94), (-16, 48))
    jet.poly(p.form, (16, -50), (190, 62), (190, 94), (16, 48))
    jet.poly(p.form, (0, 96), (72, 156), (72, 178), (0, 160), (-72, 178), (-72, 156))


def tags(c: Cut) -> None:
    """Cut a soldier's two name tags on their chain."""
    p = c.palette
    c.stroke(p.ink, 8, (-80, -200), (-60, -90, 1), (-10, -60), (60, -100, 1), (96, -200))
    for turn, fill, x in ((18, p.accent, 40), (-12, p.form, -30)):
        tag = c.at(x, 56, 1, turn)
        tag.shape(fill, (-70, -74), (-70, -134, 1), (0, -134), (70, -134, 1), (70, -74), (70, 74),
                  (70, 134, 1), (0, 134), (-70, 134, 1), (-70, 74))
        tag.disc(p.ground, 0, -104, 13)
        for n in range(4):
            tag.rect(p.ground, -44, -40 + n * 34, 88 - (n % 2) * 30, 11)


def bloc(c: Cut) -> None:
    """Cut one world in two halves that face each other."""
    p = c.palette
    c.shape(p.form, (-14, -186), (-200, -186, 1), (-200, 0), (-200, 186, 1), (-14, 186))
    c.shape(p.accent, (14, -186), (200, -186, 1), (200, 0), (200, 186, 1), (14, 186))
    c.star(p.ground, -96, 0, 60, 5, 0.4)
    for n in range(4):
        c.rect(p.ground, 30, -76 + n * 44, 128, 16)


def trumpet(c: Cut) -> None:
    p = c.palette
    c.disc(p.accent, 40, -40, 128)
    horn = c.at(0, 20, 1, -28)
    horn.shape(p.form, (-196, -12), (70, -14), (150, -20, 1), (196, -92), (196, 92), (150, 20, 1),
               (70, 14), (-196, 12))
    horn.stroke(p.form, 19, (-70, 0), (-140, 84, 1), (-40, 84), (50, 84), (110, 80, 1), (80, 0))
    for x in (-40, 0, 40):
        horn.rect(p.form, x - 12, -56, 24, 130)
        horn.disc(p.form, x, -60, 16)


def burst(c: Cut) -> None:
    p = c.palette
    c.at(0, 0, 1, 8).star(p.form, 0, 0, 200, 13, 0.62)
    c.at(6, 4, 1, -6).star(p.accent, 0, 0, 126, 11, 0.6)
    c.star(p.ground, 4, 2, 56, 9, 0.6)


def tree(c: Cut) -> None:
    """Cut a family tree, one leaf in another colour."""
    p = c.palette
    c.poly(p.form, (-60, 200), (-20, 150), (-12, -60), (12, -60), (20, 150), (60, 200))
    for n, (y, reach) in enumerate(((96, 128), (20, 140), (-56, 108))):
        for side in (-1, 1):
            tip = (side * reach, y - 84)
            c.limb(p.form, (0, y), tip, 15, 8)
            for k, (dx, dy) in enumerate(((0, -34), (side * 36, 4), (side * -40, -8))):
                leaf = c.at(tip[0] + dx, tip[1] + dy, 1, side * (30 + 40 * k))
                fill = p.accent if (n, side, k) == (1, 1, 0) else p.form
                leaf.shape(fill, (0, 34), (-30, 0, 1), (0, -34), (30, 0, 1))
    c.at(0, -120).shape(p.form, (0, 60), (-50, 0, 1), (0, -70), (50, 0, 1))


def pencil(c: Cut) -> None:
    p = c.palette
    pen = c.at(0, 0, 1, 32)
    pen.rect(p.accent, -44, -196, 88, 46)
    pen.rect(p.form, -44, -146, 88, 236)
    pen.rect(p.ground, -10, -146, 8, 236)
    pen.poly(p.ink, (-44, 96), (44, 96), (0, 200))
    pen.poly(p.form, (-15, 164), (15, 164), (0, 200))


def laurel(c: Cut) -> None:
    p = c.palette
    for side in (-1, 1):
        for n in range(8):
            turn = math.radians(76 - n * 20)
            x, y = side * 150 * math.cos(turn), 150 * math.sin(turn)
            leaf = c.at(x, y, 1, side * (n * 20 - 16))
            edge: tuple[Corner, ...] = ((0, 44), (-30, 0, 1), (0, -44), (30, 0, 1))
            leaf.shape(p.form, *edge)
    c.star(p.accent, 0, 0, 78, 5, 0.4)
