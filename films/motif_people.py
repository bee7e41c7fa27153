"""People: motifs of figures, busts and profiles, in a square from -200 to 200."""

# Outlines are easier to follow with several points to a line.
# fmt: off

from publishing.cutpaper import Corner, Cut


def walker(c: Cut, fill: str) -> None:
    """Cut a person in a coat, 150 high, standing on the origin."""
    c.disc(fill, 2, -136, 14)
    c.shape(fill, (-26, -112), (0, -124, 1), (26, -112), (32, -44), (18, -46), (24, 0), (8, 0),
            (0, -42), (-10, 0), (-26, 0), (-16, -46), (-32, -44))


def _facing(c: Cut, fill: str) -> None:
    """Cut the same head as `_profile`, looking to the left."""
    c.shape(fill, (80, 200), (76, 140, 1), (118, 90), (168, 20, 1), (150, -90, 1), (110, -190, 1),
            (-10, -196), (-96, -190, 1), (-106, -96), (-102, -66), (-118, -40, 1), (-150, 14),
            (-146, 28, 1), (-120, 30), (-130, 52, 1), (-118, 60), (-132, 76, 1), (-112, 92), (-128,
            128, 1), (-98, 146), (-60, 160, 1), (-30, 152), (-34, 200))


def _profile(c: Cut, fill: str) -> None:
    """Cut a head that looks to the right."""
    c.shape(fill, (-80, 200), (-76, 140, 1), (-118, 90), (-168, 20, 1), (-150, -90, 1),
            (-110, -190, 1), (10, -196), (96, -190, 1), (106, -96), (102, -66), (118, -40, 1),
            (150, 14), (146, 28, 1), (120, 30), (130, 52, 1), (118, 60), (132, 76, 1), (112, 92),
            (128, 128, 1), (98, 146), (60, 160, 1), (30, 152), (34, 200))


def amnesiac(c: Cut) -> None:
    p = c.palette
    _profile(c, p.form)
    spiral(c.at(-22, -60, 0.46), p.ground)


def forgetful(c: Cut) -> None:
    """Cut a head whose top floats off in strips."""
    p = c.palette
    _profile(c, p.form)
    for n, y in enumerate((-40, -82, -124, -166)):
        c.rect(p.ground, -190, y, 380, 12 + n * 5)
    c.rect(p.accent, -70, -192, 120, 22)
    c.rect(p.accent, 40, -150, 90, 26)


def spiral(c: Cut, colour: str = "") -> None:
    """Cut the spiral of vertigo; alone, a figure falls into it."""
    p = c.palette
    ring: list[Corner] = [(8, 0)]
    turns = ((1, 1), (-1, 1), (-1, -1), (1, -1))
    r = 18.0
    for n in range(17):
        sx, sy = turns[n % 4]
        ring.append((r * sx * 1.02, r * sy * 1.02, 1))
        r += 10.5
    c.stroke(colour or p.form, 19, *ring[:-1], (ring[-1][0], ring[-1][1]))
    if not colour:
        walker(c.at(-4, -74, 0.98, 160), p.accent)


def _bent(c: Cut, fill: str, *joints: tuple[float, float], thick: float) -> None:
    """Cut an arm or a leg through three joints."""
    a, b, d = joints
    c.limb(fill, a, b, thick, thick * 0.74)
    c.disc(fill, *b, thick * 0.37)
    c.limb(fill, b, d, thick * 0.74, thick * 0.4)


def falling(c: Cut) -> None:
    """Cut a man in a suit, head first into whatever is below."""
    p = c.palette
    c.disc(p.accent, 0, 10, 180)
    man = c.at(-6, 0, 1, 158)
    man.disc(p.form, 4, -128, 33)
    man.shape(p.form, (-60, -88), (0, -108, 1), (60, -88), (62, 54), (-54, 54))
    man.poly(p.ground, (-13, -96), (17, -96), (2, -40))
    _bent(man, p.form, (-46, -74), (-112, -30), (-172, -86), thick=38)
    _bent(man, p.form, (46, -74), (110, -56), (150, 22), thick=38)
    _bent(man, p.form, (-26, 40), (-70, 112), (-46, 192), thick=56)
    _bent(man, p.form, (32, 40), (92, 92), (150, 150), thick=56)


def body(c: Cut) -> None:
    """Cut the pieces of a man that do not quite meet, after Saul Bass."""
    p = c.palette
    c.poly(p.form, (-30, -190), (34, -184), (40, -118), (-24, -112))
    c.poly(p.form, (-66, -100), (62, -106), (56, 44), (-50, 50))
    c.poly(p.form, (-84, -92), (-186, 8), (-172, 26), (-72, -44))
    c.poly(p.form, (74, -98), (184, -34), (176, -12), (68, -48))
    c.poly(p.accent, (-48, 62), (-2, 60), (-26, 196), (-76, 192))
    c.poly(p.form, (8, 58), (56, 54), (96, 186), (48, 198))


def running(c: Cut) -> None:
    p = c.palette
    c.poly(p.shade, (-200, 150), (200, 150), (200, 170), (-200, 178))
    for n, tint in ((1, p.shade), (0, p.form)):
        f = c.at(-n * 62, 0, 0.98)
        f.disc(tint, 62, -134, 31)
        f.poly(tint, (20, -104), (76, -92), (42, 24), (-22, 8))
        f.limb(tint, (62, -84), (102, -14), 28, 22)
        f.limb(tint, (102, -14), (160, -46), 22, 16)
        f.limb(tint, (28, -88), (-48, -64), 28, 22)
        f.limb(tint, (-48, -64), (-70, 6), 22, 16)
        f.limb(tint, (20, 10), (92, 62), 40, 28)
        f.limb(tint, (92, 62), (84, 150), 28, 20)
        f.limb(tint, (-4, 6), (-62, 84), 40, 28)
        f.limb(tint, (-62, 84), (-148, 74), 28, 20)
    c.disc(p.accent, -130, -120, 44)


def shadow(c: Cut) -> None:
    """Cut one small person and the long shadow thrown towards us."""
    p = c.palette
    c.disc(p.accent, 20, -96, 92)
    c.poly(p.form, (-8, 18), (26, 18), (-18, 200), (-150, 200))
    walker(c.at(10, 22, 0.98), p.form if p.form != p.accent else p.ink)


def duo(c: Cut) -> None:
    """Cut two faces that meet, and the space between them."""
    p = c.palette
    _profile(c.at(-112, 66, 0.67), p.form)
    _facing(c.at(112, 66, 0.67), p.accent)


def elders(c: Cut) -> None:
    """Cut someone grown and someone small, hand in hand, and the shadow they throw."""
    p = c.palette
    c.disc(p.accent, 30, -70, 122)
    c.poly(p.shade, (-62, 96), (72, 96), (10, 200), (-200, 200))
    walker(c.at(-22, 104, 1.62), p.form)
    walker(c.at(62, 104, 0.86), p.form)
    c.limb(p.form, (6, -10), (44, 34), 13, 10)


def lineup(c: Cut) -> None:
    p = c.palette
    for n in range(5):
        c.rect(p.shade, -200, -150 + n * 68, 400, 7)
    for n, (tall, red) in enumerate(((0.98, 0), (1.2, 0), (0.86, 1), (1.1, 0), (1.0, 0))):
        x = (n - 2) * 80
        f, fill = c.at(x, 180, tall), p.accent if red else p.form
        f.disc(fill, 0, -226, 27)
        f.shape(fill, (-38, -186), (0, -200, 1), (38, -186), (42, -80), (28, -80), (26, 30),
                (-26, 30), (-28, -80), (-42, -80))


def ensemble(c: Cut) -> None:
    """Cut heads in a row, all turned one way."""
    p = c.palette
    for n, fill in enumerate((p.shade, p.accent, p.form, p.ink)):
        _profile(c.at(96 - n * 62, 20 + n * 6, 0.88), fill)


def hat(c: Cut) -> None:
    """Cut a fedora and a collar, with no face between them."""
    p = c.palette
    c.shape(p.form, (-190, 200), (-170, 100, 1), (-60, 78), (0, 130), (60, 78), (170, 100, 1),
            (190, 200))
    c.poly(p.accent, (-20, 118), (20, 118), (30, 200), (-30, 200))
    c.shape(p.form, (-178, -24), (-110, -10, 1), (-96, -40), (-92, -176, 1), (-8, -140),
            (86, -184, 1), (98, -40), (110, -10, 1), (178, -24), (110, 34, 1), (0, 34), (-110, 34,
            1))
    c.poly(p.accent, (-98, -36), (-94, -72), (95, -72), (99, -36))
    c.shape(p.shade, (-66, 38), (-54, 100, 1), (0, 104), (54, 100, 1), (66, 38), (0, 52, 1))


def faces(c: Cut) -> None:
    """Cut two heads that share one line and look apart."""
    p = c.palette
    _profile(c.at(48, 0), p.form)
    _facing(c.at(-48, 0), p.accent)


def mask(c: Cut) -> None:
    """Cut the knitted mask of a robber."""
    p = c.palette
    c.shape(p.form, (-196, 200), (-170, 132, 1), (-92, 116), (-150, 40, 1), (-140, -60),
            (-134, -200, 1), (0, -200), (134, -200, 1), (140, -60), (150, 40, 1), (92, 116), (170,
            132, 1), (196, 200))
    c.shape(p.ground, (-112, -50), (-112, -96, 1), (-60, -92), (0, -76, 1), (60, -92),
            (112, -96, 1), (112, -50), (108, -6, 1), (56, -10), (0, -26, 1), (-56, -10), (-108, -6,
            1))
    for x in (-56, 56):
        c.disc(p.accent, x, -51, 27)
        c.disc(p.ground, x, -51, 11)
    for n in range(3):
        c.stroke(p.shade, 5, (-84, 96 - n * 22), (0, 128 - n * 22, 1), (84, 96 - n * 22))


def sniper(c: Cut) -> None:
    """Cut a walker caught in the cross hairs."""
    p = c.palette
    c.disc(p.form, 0, 0, 170)
    walker(c.at(4, 132, 1.7), p.ground)
    c.ring(p.accent, 0, 0, 190, 17)
    for turn in range(4):
        arm = c.at(0, 0, 1, turn * 90)
        arm.rect(p.accent, 52, -4, 146, 8)


def puppet(c: Cut) -> None:
    p = c.palette
    c.limb(p.accent, (-130, -176), (120, -196), 22)
    c.limb(p.accent, (-30, -198), (20, -150), 16)
    for x, y, hand in ((-110, -20, -116), (-2, -96, -6), (112, -20, 104)):
        c.limb(p.ink, (hand, -180), (x, y), 4)
    c.disc(p.form, 0, -72, 34)
    c.poly(p.form, (-44, -32), (44, -32), (34, 72), (-34, 72))
    for s in (-1, 1):
        c.limb(p.form, (s * 42, -24), (s * 96, 34), 26, 20)
        c.limb(p.form, (s * 96, 34), (s * 112, -26), 20, 14)
        c.limb(p.form, (s * 20, 72), (s * 46, 132), 30, 22)
        c.limb(p.form, (s * 46, 132), (s * 26, 198), 22, 16)
