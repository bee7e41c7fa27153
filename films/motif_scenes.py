"""Scenes: motifs that fill a sheet of any shape, from edge to edge."""

# Outlines are easier to follow with several points to a line.
# fmt: off

import math

from publishing.cutpaper import Corner, Cut

from .motif_people import walker


def bars(c: Cut, w: float, h: float) -> None:
    p, gap = c.palette, w / 5
    c.disc(p.accent, w * 0.5, h * 0.42, min(w, h) * 0.3)
    for n in range(5):
        x = gap * (n + 0.28)
        if n == 2:  # One bar is bent aside: somebody has been here.
            c.shape(p.form, (x, 0), (x, h * 0.25), (x + gap * 0.62, h * 0.5, 1), (x, h * 0.75),
                    (x, h), (x + gap * 0.4, h), (x + gap * 0.4, h * 0.75), (x + gap, h * 0.5, 1),
                    (x + gap * 0.4, h * 0.25), (x + gap * 0.4, 0))
        else:
            c.rect(p.form, x, 0, gap * 0.4, h)
    c.rect(p.form, 0, h * 0.06, w, gap * 0.22)
    c.rect(p.form, 0, h * 0.88, w, gap * 0.22)


def wire(c: Cut, w: float, h: float) -> None:
    p = c.palette
    c.disc(p.accent, w * 0.68, h * 0.34, min(w, h) * 0.2)
    for n in range(4):
        y = h * (0.2 + 0.21 * n)
        c.limb(p.form, (0, y), (w, y - h * 0.03), 5)
        for k in range(5):
            x = w * (k + (0.3 if n % 2 else 0.7)) / 5
            c.limb(p.form, (x - 13, y - 19), (x + 13, y + 15), 5)
            c.limb(p.form, (x + 13, y - 21), (x - 13, y + 13), 5)
    c.limb(p.form, (w * 0.16, h * 0.02), (w * 0.13, h), 16, 20)


def rails(c: Cut, w: float, h: float) -> None:
    p, x, top = c.palette, w * 0.5, h * 0.34
    c.disc(p.accent, x, top, min(w, h) * 0.19)
    c.poly(p.shade, (x, top), (w * 1.3, h), (-w * 0.3, h))
    for n in range(9):
        y = top + (h - top) * (0.09 + n * n / 72)
        reach = (y - top) / (h - top) * w * 0.5
        c.rect(p.form, x - reach, y, reach * 2, 2 + (y - top) / (h - top) * 18)
    for side in (-1, 1):
        foot = x + side * w * 0.33
        c.poly(p.ink, (x - 1, top), (x + 1, top), (foot + w * 0.035, h), (foot - w * 0.035, h))


def train(c: Cut, w: float, h: float) -> None:
    p, x, r = c.palette, w * 0.5, min(w, h) * 0.36
    for n in range(3):
        c.disc(p.shade, x + r * (0.6 + n * 0.75), h * (0.25 - n * 0.07), r * (0.4 + n * 0.14))
    c.disc(p.form, x, h * 0.5, r)
    c.rect(p.form, x - r * 0.3, h * 0.5 - r * 1.25, r * 0.6, r * 0.5)
    c.ring(p.ground, x, h * 0.5, r * 0.84, r * 0.05)
    c.disc(p.accent, x, h * 0.5, r * 0.34)
    c.poly(p.form, (x - r * 1.1, h * 0.5 + r), (x + r * 1.1, h * 0.5 + r), (x + r * 1.4, h),
           (x - r * 1.4, h))
    for n in range(5):
        slot = x + (n - 2) * r * 0.42
        c.limb(p.ground, (x + (n - 2) * r * 0.32, h * 0.5 + r * 1.12), (slot, h), r * 0.07)


def road(c: Cut, w: float, h: float) -> None:
    p, x, top = c.palette, w * 0.5, h * 0.42
    c.disc(p.accent, x, top, min(w, h) * 0.27)
    c.rect(p.shade, 0, top, w, h - top)
    c.poly(p.form, (x - 4, top), (x + 4, top), (w * 0.95, h), (w * 0.05, h))
    for n in range(4):
        a, b = (0.06, 0.22, 0.46, 0.8)[n], (0.13, 0.36, 0.68, 1.1)[n]
        ya, yb = top + (h - top) * a, top + (h - top) * b
        c.poly(p.ground, (x - a * 9, ya), (x + a * 9, ya), (x + b * 9, yb), (x - b * 9, yb))


def headlights(c: Cut, w: float, h: float) -> None:
    p, x, y, u = c.palette, w * 0.5, h * 0.46, min(w, h) / 400
    for side in (-1, 1):
        lamp = x + side * 105 * u
        c.poly(p.accent, (lamp - 20 * u, y), (lamp + 20 * u, y),
               (lamp + side * 170 * u + 70 * u, h), (lamp + side * 170 * u - 70 * u, h))
    car = c.at(x, y, u)
    car.shape(p.form, (-170, 60), (-170, -10), (-165, -45, 1), (-110, -55), (-80, -120),
              (-70, -130, 1), (0, -132), (70, -130, 1), (80, -120), (110, -55), (165, -45, 1),
              (170, -10), (170, 60))
    car.poly(p.ground, (-92, -58), (-68, -112), (68, -112), (92, -58))
    car.rect(p.form, -160, 55, 50, 45)
    car.rect(p.form, 110, 55, 50, 45)
    for n in range(4):
        car.rect(p.ground, -62, -22 + n * 16, 124, 6)
    for side in (-1, 1):
        car.disc(p.accent, side * 112, 0, 33)
        car.disc(p.ink, side * 112, 0, 15)


def woods(c: Cut, w: float, h: float) -> None:
    p, chance = c.palette, c.chance
    c.disc(p.accent, w * 0.58, h * 0.32, min(w, h) * 0.2)
    for layer, colour in ((0, p.shade), (1, p.form)):
        for n in range(5):
            x = w * (n + 0.15 + 0.5 * layer * (n % 2) + chance.between(0, 0.4)) / 4.6
            tall, wide = h * chance.between(0.5, 0.68) * (1.08 - layer * 0.16), w * 0.15
            for k in range(3):
                top = h - tall + k * tall * 0.23
                half = wide * (0.55 + k * 0.3)
                c.poly(colour, (x, top), (x + half, top + tall * 0.4), (x - half, top + tall * 0.4))
            c.rect(colour, x - 6, h - tall * 0.3, 12, tall * 0.3)


def desert(c: Cut, w: float, h: float) -> None:
    p = c.palette
    c.disc(p.accent, w * 0.5, h * 0.42, min(w, h) * 0.34)
    c.shape(p.shade, (0, h * 0.62), (w * 0.3, h * 0.48, 1), (w, h * 0.66), (w, h), (0, h))
    c.shape(p.form, (0, h * 0.86), (w * 0.35, h * 0.82, 1), (w * 0.62, h * 0.6),
            (w * 0.75, h * 0.72, 1), (w, h * 0.74), (w, h), (0, h))
    walker(c.at(w * 0.6, h * 0.625, min(w, h) / 1100), p.ink)


def mesa(c: Cut, w: float, h: float) -> None:
    p, u = c.palette, min(w, h) / 400
    c.disc(p.accent, w * 0.62, h * 0.4, min(w, h) * 0.27)
    c.poly(p.shade, (0, h * 0.66), (w * 0.08, h * 0.44), (w * 0.3, h * 0.44), (w * 0.36, h * 0.62),
           (w * 0.68, h * 0.64), (w * 0.72, h * 0.5), (w * 0.9, h * 0.5), (w, h * 0.66), (w, h),
           (0, h))
    c.rect(p.form, 0, h * 0.78, w, h * 0.22)
    plant = c.at(w * 0.3, h * 0.8, u)
    for x, y, tall in ((0, -180, 190), (-58, -120, 70), (56, -140, 60)):
        plant.rect(p.form, x - 16, y, 32, tall)
        plant.disc(p.form, x, y, 16)
    plant.rect(p.form, -70, -62, 70, 30)
    plant.rect(p.form, 0, -92, 70, 30)
    plant.disc(p.form, -59, -47, 15)
    plant.disc(p.form, 57, -77, 15)


def mountains(c: Cut, w: float, h: float) -> None:
    p = c.palette
    c.disc(p.accent, w * 0.74, h * 0.26, min(w, h) * 0.14)
    c.poly(p.shade, (w * 0.3, h), (w * 0.78, h * 0.36), (w * 1.3, h))
    c.poly(p.form, (-w * 0.25, h), (w * 0.4, h * 0.14), (w * 0.98, h))
    c.poly(p.ink, (w * 0.4, h * 0.14), (w * 0.53, h * 0.34), (w * 0.46, h * 0.32),
           (w * 0.41, h * 0.41), (w * 0.34, h * 0.33), (w * 0.22, h * 0.38))
    c.poly(p.accent, (w * 0.45, h), (w * 0.7, h * 0.78), (w * 1.1, h))


def snow(c: Cut, w: float, h: float) -> None:
    p, chance = c.palette, c.chance
    c.shape(p.shade, (0, h * 0.66), (w * 0.5, h * 0.54, 1), (w, h * 0.7), (w, h), (0, h))
    c.shape(p.ink, (0, h * 0.84), (w * 0.6, h * 0.66, 1), (w, h * 0.82), (w, h), (0, h))
    walker(c.at(w * 0.62, h * 0.8, min(w, h) / 640), p.form)
    for n in range(22):
        c.disc(p.accent if n % 7 == 0 else p.ink, w * chance.number(), h * 0.72 * chance.number(),
               chance.between(2.5, 7))


def waves(c: Cut, w: float, h: float) -> None:
    p = c.palette
    c.disc(p.accent, w * 0.66, h * 0.32, min(w, h) * 0.2)
    boat = c.at(w * 0.36, h * 0.58, min(w, h) / 400)
    boat.poly(p.ink, (-52, -12), (58, -12), (36, 26), (-38, 26))
    boat.poly(p.ink, (-4, -22), (-4, -130), (-64, -22))
    boat.poly(p.accent, (6, -22), (6, -110), (52, -22))
    for n, colour in enumerate((p.form, p.shade, p.form, p.shade)):
        y, step, shift = h * (0.6 + n * 0.115), w / 4, (n % 2) * w / 8
        edge: list[Corner] = [(-step - shift, y)]
        for k in range(6):
            x = (k - 1) * step - shift
            edge += [(x + step * 0.5, y + h * 0.11, 1), (x + step, y)]
        c.shape(colour, *edge, (w + step, h), (-step - shift, h))


def space(c: Cut, w: float, h: float) -> None:
    p, chance, u = c.palette, c.chance, min(w, h) / 400
    for _ in range(20):
        c.disc(p.ink, w * chance.number(), h * chance.number(), chance.between(1.2, 3.6))
    globe = c.at(w * 0.5, h * 0.5, u, -22)
    globe.disc(p.form, 0, 0, 112)
    globe.shape(p.shade, (-104, 42), (0, 84, 1), (104, 42), (60, 112, 1), (0, 112), (-60, 112, 1))
    globe.shape(p.accent, (-108, -12), (-300, 66, 1), (0, 62), (300, 66, 1), (108, -12),
                (330, 96, 1), (0, 92), (-330, 96, 1))


def saucer(c: Cut, w: float, h: float) -> None:
    p, u, x = c.palette, min(w, h) / 400, w * 0.5
    c.poly(p.accent, (x - 60 * u, h * 0.3), (x + 60 * u, h * 0.3), (x + 150 * u, h),
           (x - 150 * u, h))
    ship = c.at(x, h * 0.28, u)
    ship.shape(p.ink, (-62, -14), (-60, -82, 1), (0, -82), (60, -82, 1), (62, -14))
    ship.shape(p.form, (-170, 8), (-80, -32, 1), (0, -32), (80, -32, 1), (170, 8), (90, 42, 1),
               (0, 42), (-90, 42, 1))
    for n in range(5):
        ship.disc(p.ground, (n - 2) * 50, 10, 9)
    c.shape(p.form, (0, h * 0.93), (x, h * 0.85, 1), (w, h * 0.93), (w, h), (0, h))
    walker(c.at(x, h * 0.915, u * 0.42), p.ground)


def ropes(c: Cut, w: float, h: float) -> None:
    p = c.palette
    c.poly(p.shade, (w * 0.4, -2), (w * 0.6, -2), (w * 0.98, h * 0.8), (w * 0.02, h * 0.8))
    c.poly(p.form, (-9, h * 0.86), (w * 0.5, h * 0.7), (w + 9, h * 0.86), (w + 9, h + 9),
           (-9, h + 9))
    c.rect(p.form, w * 0.465, h * 0.3, w * 0.07, h * 0.44)
    for n in range(3):
        y = h * (0.38 + n * 0.12)
        c.stroke(p.ink, h * 0.026, (-9, y + h * 0.1), (w * 0.26, y + h * 0.055, 1), (w * 0.5, y),
                 (w * 0.74, y + h * 0.055, 1), (w + 9, y + h * 0.1))
        c.rect(p.accent, w * 0.445, y - h * 0.035, w * 0.11, h * 0.07)
    c.rect(p.ground, w * 0.42, h * 0.78, w * 0.16, h * 0.035)
    for x in (0.435, 0.545):
        c.rect(p.ground, w * x, h * 0.79, w * 0.02, h * 0.12)


def drips(c: Cut, w: float, h: float) -> None:
    p, lengths = c.palette, (0.42, 0.2, 0.66, 0.3, 0.5, 0.16, 0.36)
    wide = w / len(lengths)
    c.rect(p.form, 0, 0, w, h * 0.12)
    for n, length in enumerate(lengths):
        x, r = (n + 0.5) * wide, wide * 0.36
        c.rect(p.form, x - r, 0, r * 2, h * length)
        c.disc(p.form, x, h * length, r)
    drop = c.at(w * 0.36, h * 0.82, min(w, h) / 400)
    drop.shape(p.accent, (0, -36), (52, 46, 1), (0, 46), (-52, 46, 1))


def jaws(c: Cut, w: float, h: float) -> None:
    p = c.palette
    c.rect(p.form, 0, 0, w, h)
    c.shape(p.ground, (-w * 0.05, h * 0.5), (w * 0.5, -h * 0.02, 1), (w * 1.05, h * 0.5),
            (w * 0.5, h * 1.1, 1))
    for n in range(7):
        x = w * (0.08 + n * 0.14)
        arch = 1 - abs(n - 3) / 4.6
        top, low = h * (0.5 - 0.27 * arch), h * (0.5 + 0.31 * arch)
        c.poly(p.ink, (x - w * 0.06, top - h * 0.06), (x + w * 0.06, top - h * 0.06),
               (x, top + h * 0.17 * arch + 8))
        c.poly(p.ink, (x - w * 0.05, low + h * 0.06), (x + w * 0.05, low + h * 0.06),
               (x, low - h * 0.15 * arch - 6))
    walker(c.at(w * 0.5, h * 0.62, min(w, h) / 1050), p.accent)


def rays(c: Cut, w: float, h: float) -> None:
    p, x, y, reach = c.palette, w * 0.5, h * 0.78, w + h
    for n in range(9):
        a = math.pi * (1 + (n + 0.25) / 9)
        b = a + math.pi / 18
        c.poly(p.form if n % 2 else p.shade, (x, y),
               (x + reach * math.cos(a), y + reach * math.sin(a)), (x + reach * math.cos(b),
               y + reach * math.sin(b)))
    c.disc(p.accent, x, y, min(w, h) * 0.2)
    c.rect(p.form, 0, y, w, h - y)
    c.rect(p.ground, 0, y + (h - y) * 0.3, w, (h - y) * 0.12)


def lanes(c: Cut, w: float, h: float) -> None:
    """Cut the stripes of a bend taken fast."""
    p, wide = c.palette, min(w, h) * 0.1
    c.disc(p.accent, w * 0.22, h * 0.24, min(w, h) * 0.13)
    for n, fill in enumerate((p.form, p.accent, p.shade, p.form, p.ink)):
        x, y = w * 0.94 - n * wide * 1.12, h * 0.94 - n * wide * 1.12
        c.stroke(fill, wide, (-wide, y), (w * 0.2, y), (x, y, 1), (x, h * 0.2), (x, -wide))
