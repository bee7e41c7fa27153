"""Cities: motifs of streets, roofs and rooms, from edge to edge of a sheet of any shape."""

# Outlines are easier to follow with several points to a line.
# fmt: off

from publishing.cutpaper import Cut

from .motif_people import walker


def skyline(c: Cut, w: float, h: float) -> None:
    p, chance = c.palette, c.chance
    c.disc(p.accent, w * chance.between(0.25, 0.75), h * 0.3, min(w, h) * 0.19)
    x = -5.0
    while x < w:
        wide, tall = chance.between(0.1, 0.18) * w, chance.between(0.3, 0.6) * h
        c.rect(p.shade, x, h - tall * 1.2, wide, tall * 1.2)
        x += wide
    x, rank = -8.0, 0
    while x < w:
        wide, tall = chance.between(0.15, 0.23) * w, chance.between(0.25, 0.5) * h
        if rank == 2:  # One tower steps up to a spire, whatever the city.
            tall = 0.66 * h
            c.rect(p.form, x + wide * 0.22, h - tall * 1.1, wide * 0.56, tall)
            c.limb(p.form, (x + wide / 2, h - tall * 1.08), (x + wide / 2, h - tall * 1.3),
                   wide * 0.2, 2)
        c.rect(p.form, x, h - tall, wide + 1, tall)
        for row in range(3):
            for col in range(2):
                if chance.number() < 0.55:
                    c.rect(p.ground, x + wide * (0.2 + col * 0.36), h - tall + 16 + row * h * 0.07,
                           wide * 0.2, h * 0.035)
        x, rank = x + wide, rank + 1


def bridge(c: Cut, w: float, h: float) -> None:
    p = c.palette
    c.disc(p.accent, w * 0.72, h * 0.3, min(w, h) * 0.17)
    c.rect(p.shade, 0, h * 0.84, w, h * 0.16)
    deck, top = h * 0.7, h * 0.14
    for x in (w * 0.26, w * 1.02):
        c.rect(p.form, x - w * 0.055, top, w * 0.035, h)
        c.rect(p.form, x + w * 0.02, top, w * 0.035, h)
        for n in range(4):
            c.rect(p.form, x - w * 0.05, top + 8 + n * h * 0.14, w * 0.1, h * 0.03)
    c.stroke(p.form, 6, (w * 0.26, top + 6), (w * 0.64, h * 1.14, 1), (w * 1.02, top + 6))
    c.stroke(p.form, 6, (w * 0.26, top + 6), (w * 0.1, h * 0.55, 1), (-w * 0.1, h * 0.66))
    for n in range(1, 9):
        t = n / 9
        y = top * ((1 - t) ** 2 + t * t) + 2 * t * (1 - t) * h * 1.14
        c.rect(p.form, w * (0.26 + 0.76 * t), y, 2.5, max(0, deck - y))
    c.rect(p.form, 0, deck, w, h * 0.035)


def tower(c: Cut, w: float, h: float) -> None:
    p, x = c.palette, w * 0.5
    c.disc(p.accent, w * 0.7, h * 0.32, min(w, h) * 0.2)
    c.rect(p.shade, 0, h * 0.88, w, h * 0.12)
    u = h / 400
    for s in (-1, 1):
        c.shape(p.form, (x, 10 * u), (x + s * 12 * u, 190 * u, 1), (x + s * 100 * u, 370 * u),
                (x + s * 58 * u, 370 * u), (x + s * 4 * u, 210 * u, 1), (x, 110 * u))
    for y, half in ((150, 17), (235, 40), (300, 62)):
        c.rect(p.form, x - half * u, y * u, half * 2 * u, 13 * u)
    c.shape(p.form, (x - 64 * u, 312 * u), (x - 58 * u, 350 * u), (x, 276 * u, 1),
            (x + 58 * u, 350 * u), (x + 64 * u, 312 * u))
    c.limb(p.form, (x, 60 * u), (x, -14 * u), 9 * u, 3)


def bigben(c: Cut, w: float, h: float) -> None:
    p, x, u = c.palette, w * 0.36, h / 400
    c.disc(p.shade, w * 0.7, h * 0.36, min(w, h) * 0.26)
    c.rect(p.form, x - 42 * u, 120 * u, 84 * u, h)
    c.rect(p.form, x - 50 * u, 96 * u, 100 * u, 94 * u)
    c.poly(p.form, (x - 50 * u, 92 * u), (x, -10 * u), (x + 50 * u, 92 * u))
    c.disc(p.accent, x, 143 * u, 37 * u)
    c.limb(p.form, (x, 143 * u), (x, 113 * u), 6 * u)
    c.limb(p.form, (x, 143 * u), (x + 19 * u, 154 * u), 7 * u)
    for n in (-1, 0, 1):
        c.rect(p.ground, x + n * 22 * u - 4 * u, 205 * u, 8 * u, 90 * u)
    c.rect(p.form, 0, h * 0.8, w, h * 0.2)
    for n in range(4):
        c.disc(p.ground, x + 90 * u + n * 88 * u, h, 31 * u)


def palms(c: Cut, w: float, h: float) -> None:
    p = c.palette
    r = min(w, h) * 0.34
    c.disc(p.accent, w * 0.5, h * 0.5, r)
    for n in range(4):
        c.rect(p.ground, 0, h * 0.5 + r * (0.2 + n * 0.24), w, r * (0.05 + 0.03 * n))
    for x, top, size in ((0.3, 0.3, 1.0), (0.62, 0.18, 1.15), (0.82, 0.44, 0.8)):
        bend = w * x + 16 * (1 if x < 0.5 else -1)
        c.shape(p.form, (w * x - 5, h * top), (bend - 8, h * 0.7, 1), (w * x - 9, h),
                (w * x + 9, h), (bend + 8, h * 0.7, 1), (w * x + 5, h * top))
        crown = c.at(w * x, h * top, size * min(w, h) / 400)
        for reach, drop in ((-95, 45), (-80, -22), (-30, -62), (30, -62), (80, -22), (95, 45)):
            crown.shape(p.form, (0, 6), (reach * 0.5, drop - 62, 1), (reach, drop),
                        (reach * 0.5, drop - 22, 1))
    c.rect(p.form, 0, h * 0.95, w, h * 0.05)


def signs(c: Cut, w: float, h: float) -> None:
    """Cut the hanging signs of a narrow street, and the wet ground under them."""
    p, chance = c.palette, c.chance
    c.disc(p.shade, w * 0.5, h * 0.42, min(w, h) * 0.36)
    for n in range(5):
        wide, x = w * 0.14, w * (0.04 + n * 0.2)
        top, tall = h * (0.04, 0.22, 0.1, 0.3, 0.06)[n], h * chance.between(0.4, 0.58)
        fill, marks = ((p.form, p.ground), (p.accent, p.ground), (p.ink, p.form))[n % 3]
        c.rect(fill, x, top, wide, tall)
        for k in range(4):
            mark = c.at(x + wide / 2, top + tall * (0.14 + k * 0.24), wide / 60)
            if (n + k) % 3 == 0:
                mark.ring(marks, 0, 0, 19, 8)
            elif (n + k) % 3 == 1:
                for line in (-14, 0, 14):
                    mark.rect(marks, -18, line - 3, 36, 7)
            else:
                mark.poly(marks, (-18, 16), (0, -18), (18, 16))
    c.poly(p.form, (-9, h * 0.93), (w + 9, h * 0.87), (w + 9, h + 9), (-9, h + 9))
    for n in range(3):
        c.rect(p.ground, w * (0.1 + n * 0.3), h * (0.955 - 0.01 * n), w * 0.16, 3)


def rooftops(c: Cut, w: float, h: float) -> None:
    p, x = c.palette, -w * 0.04
    c.disc(p.accent, w * 0.66, h * 0.26, min(w, h) * 0.16)
    for n, tall in enumerate((0.42, 0.55, 0.36, 0.5, 0.44)):
        wide, top = w * 0.22, h * (1 - tall)
        fill = p.form if n % 2 else p.shade
        c.poly(fill, (x, top), (x + wide / 2, top - h * 0.13), (x + wide, top), (x + wide, h),
               (x, h))
        c.rect(fill, x + wide * 0.66, top - h * 0.15, wide * 0.16, h * 0.14)
        c.rect(p.accent if n == 2 else p.ground, x + wide * 0.3, top + h * 0.05, wide * 0.34,
               h * 0.11)
        x += wide * 0.99


def steeple(c: Cut, w: float, h: float) -> None:
    p, u = c.palette, h / 400
    c.disc(p.accent, w * 0.25, h * 0.34, min(w, h) * 0.14)
    c.shape(p.shade, (0, h * 0.72), (w * 0.3, h * 0.56, 1), (w * 0.6, h * 0.72),
            (w * 0.85, h * 0.62, 1), (w, h * 0.68), (w, h), (0, h))
    x = w * 0.62
    c.rect(p.form, x - 30 * u, h * 0.42, 60 * u, h * 0.5)
    c.poly(p.form, (x - 36 * u, h * 0.43), (x, h * 0.06), (x + 36 * u, h * 0.43))
    c.poly(p.form, (x, h * 0.72), (x + 75 * u, h * 0.56), (x + 150 * u, h * 0.72),
           (x + 150 * u, h), (x, h))
    c.disc(p.ground, x, h * 0.5, 13 * u)
    for n, gx in enumerate((0.06, 0.25, 0.43)):
        y = h * (0.74 + 0.03 * (n % 2))
        c.poly(p.form, (w * gx, y), (w * (gx + 0.08), y - h * 0.1), (w * (gx + 0.16), y),
               (w * (gx + 0.16), h), (w * gx, h))
        c.rect(p.accent, w * (gx + 0.05), y + h * 0.04, w * 0.05, h * 0.06)


def blinds(c: Cut, w: float, h: float) -> None:
    p = c.palette
    for n in range(9):
        y = h * n / 8.4
        c.poly(p.form if n % 4 else p.shade, (0, y), (w, y - h * 0.07), (w, y - h * 0.015),
               (0, y + h * 0.055))
    figure = c.at(w * 0.5, h * 0.66, min(w, h) / 330)
    figure.shape(p.accent, (-150, 200), (-140, 60, 1), (-40, 44), (40, 44), (140, 60, 1),
                 (150, 200))
    figure.shape(p.accent, (-48, 50), (-66, -60, 1), (0, -66), (66, -60, 1), (48, 50))
    figure.shape(p.accent, (-118, -40), (-60, -58, 1), (-58, -62), (-52, -140, 1), (-4, -116),
                 (52, -142, 1), (58, -62), (60, -58, 1), (118, -40), (0, -16, 1))
    figure.poly(p.ground, (-60, -62), (-58, -80), (58, -80), (60, -62))


def lamp(c: Cut, w: float, h: float) -> None:
    p, x, u = c.palette, w * 0.4, min(w, h) / 400
    c.poly(p.accent, (x - 12 * u, h * 0.22), (x + 12 * u, h * 0.22), (x + w * 0.48, h),
           (x - w * 0.36, h))
    c.rect(p.form, x - 5 * u, h * 0.2, 10 * u, h)
    c.poly(p.form, (x - 40 * u, h * 0.22), (x + 40 * u, h * 0.22), (x + 18 * u, h * 0.13),
           (x - 18 * u, h * 0.13))
    c.rect(p.form, x - 18 * u, h * 0.94, 36 * u, h * 0.06)
    walker(c.at(x + 82 * u, h * 0.97, u), p.ground)


def windows(c: Cut, w: float, h: float) -> None:
    p = c.palette
    lit = int(c.chance.between(5, 10))
    rows = max(3, round(h / w * 4))
    for n in range(rows * 4):
        x, y = w * (0.06 + (n % 4) * 0.235), h * (0.04 + n // 4 / rows)
        wide, tall = w * 0.175, h * 0.72 / rows
        c.rect(p.accent if n == lit else p.form, x, y, wide, tall)
        if n == lit:
            walker(c.at(x + wide * 0.5, y + tall, tall / 240), p.ground)
        else:
            c.rect(p.shade, x + wide * 0.46, y, wide * 0.08, tall)
            c.rect(p.shade, x, y + tall * 0.45, wide, tall * 0.06)


def stairs(c: Cut, w: float, h: float) -> None:
    p = c.palette
    c.disc(p.accent, w * 0.8, h * 0.2, min(w, h) * 0.12)
    edge = []
    for n in range(7):
        edge += [(w * n / 7, h * (0.9 - n * 0.09)), (w * (n + 1) / 7, h * (0.9 - n * 0.09))]
    c.poly(p.form, *edge, (w, h), (0, h))
    walker(c.at(w * 0.93, h * 0.36, min(w, h) / 800), p.ink)
    walker(c.at(w * 0.07, h * 0.9, min(w, h) / 640), p.ink)


def door(c: Cut, w: float, h: float) -> None:
    p, x = c.palette, w * 0.5
    wide, top, foot = w * 0.2, h * 0.1, h * 0.66
    c.poly(p.accent, (x - wide, foot), (x + wide, foot), (x + w * 0.5, h), (x - w * 0.18, h))
    c.rect(p.accent, x - wide, top, wide * 2, foot - top)
    c.poly(p.form, (x - wide, top), (x - wide * 2.1, top - h * 0.05),
           (x - wide * 2.1, foot + h * 0.09), (x - wide, foot))
    c.disc(p.ground, x - wide * 1.22, h * 0.41, w * 0.018)
    figure = c.at(x + wide * 0.1, foot + h * 0.06, (foot - top) / 260)
    walker(figure, p.ground if p.ground != p.accent else p.ink)


def castle(c: Cut, w: float, h: float) -> None:
    p, u = c.palette, min(w, h) / 400
    c.disc(p.accent, w * 0.68, h * 0.3, 66 * u)
    for x, wide, top in ((0.04, 0.2, 0.42), (0.38, 0.24, 0.24), (0.76, 0.2, 0.46)):
        c.rect(p.form, w * x, h * top, w * wide, h)
        for n in range(3):
            c.rect(p.form, w * (x - 0.01 + n * (wide - 0.04) / 2), h * (top - 0.06), w * 0.06,
                   h * 0.08)
    c.rect(p.form, 0, h * 0.66, w, h * 0.34)
    c.shape(p.ground, (w * 0.42, h), (w * 0.42, h * 0.78), (w * 0.5, h * 0.64, 1),
            (w * 0.58, h * 0.78), (w * 0.58, h))
    c.rect(p.accent, w * 0.48, h * 0.38, w * 0.04, h * 0.1)


def ruins(c: Cut, w: float, h: float) -> None:
    p = c.palette
    c.disc(p.accent, w * 0.4, h * 0.36, min(w, h) * 0.27)
    c.poly(p.shade, (0, h * 0.5), (w * 0.16, h * 0.44), (w * 0.2, h * 0.6), (w * 0.5, h * 0.66),
           (w * 0.84, h * 0.5), (w, h * 0.42), (w, h), (0, h))
    c.poly(p.form, (w * 0.5, h), (w * 0.54, h * 0.3), (w * 0.6, h * 0.22), (w * 0.63, h * 0.36),
           (w * 0.7, h * 0.32), (w * 0.74, h * 0.52), (w * 0.84, h * 0.56), (w * 0.9, h * 0.74),
           (w, h * 0.7), (w, h))
    for x, y in ((0.58, 0.45), (0.66, 0.5), (0.58, 0.6), (0.67, 0.65), (0.77, 0.68)):
        c.rect(p.ground, w * x, h * y, w * 0.045, h * 0.07)
    c.poly(p.form, (0, h), (0, h * 0.74), (w * 0.1, h * 0.7), (w * 0.14, h * 0.84),
           (w * 0.3, h * 0.88), (w * 0.5, h))
    walker(c.at(w * 0.36, h * 0.91, min(w, h) / 700), p.ink)
