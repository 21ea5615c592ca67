"""A drawn card -> a scan of it, a photo of it on a table, a bad photo of it. All by chance, from the dice given."""

import random
from io import BytesIO
from typing import Any

import cv2
import numpy as np
from PIL import Image

Picture = Any
TABLES = ((92, 110, 84), (60, 90, 130), (150, 105, 60), (60, 55, 52), (165, 160, 152), (120, 60, 50))


def scan(card: Image.Image, dice: random.Random) -> bytes:
    """On a flat-bed at 150 to 300 dpi: a little askew, a rim of the lid's colour, now and then in grey."""
    dpi = dice.choice((150, 200, 300))
    size = (round(card.width * dpi / 610), round(card.height * dpi / 610))
    lid = dice.choice(((250, 250, 250), (232, 232, 232), (62, 62, 62)))
    small = np.asarray(card.resize(size, Image.Resampling.LANCZOS), np.uint8)
    pad = round(dpi * 0.09)
    page = cv2.copyMakeBorder(small, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=lid)
    turn = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), dice.uniform(-3, 3), 1)
    page = cv2.warpAffine(
        page,
        turn,
        (page.shape[1], page.shape[0]),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=lid,
    )
    page = _grained(page, dice, dice.uniform(1, 4))
    if dice.random() < 0.3:
        page = cv2.cvtColor(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return _jpeg(page, dice.randrange(80, 95))


def sheet(cards: list[Image.Image], dice: random.Random) -> bytes:
    """An A4 page at 300 dpi with up to ten cards on it, two a row, as they were laid on the glass."""
    lid = dice.choice((250, 244, 236, 62))
    page = np.full((3508, 2480, 3), lid, np.float32)
    for position, card in enumerate(cards):
        upright = card if card.width > card.height else card.transpose(Image.Transpose.ROTATE_90)
        small = np.asarray(upright.resize((1075, 650), Image.Resampling.LANCZOS), np.float32)
        left = 70 + position % 2 * 1210 + dice.uniform(0, 40)
        top = 25 + position // 2 * 695 + dice.uniform(0, 15)
        turn = cv2.getRotationMatrix2D((537, 325), dice.uniform(-1.2, 1.2), 1) + np.array([[0, 0, left], [0, 0, top]])
        laid = cv2.warpAffine(small, turn, (2480, 3508), flags=cv2.INTER_CUBIC)
        mask = cv2.warpAffine(np.ones(small.shape[:2], np.float32), turn, (2480, 3508))
        shadow = cv2.GaussianBlur(np.roll(mask, (4, 4), (0, 1)), (0, 0), 5) * (1 - mask)
        page = page * (1 - mask[:, :, None] - 0.12 * shadow[:, :, None]) + laid * mask[:, :, None]
    return _jpeg(_grained(page, dice, 2), 90)


def photo(card: Image.Image, dice: random.Random) -> bytes:
    """From above with a telephone: perspective, shadow, falling light, any way up."""
    wide, high = dice.choice(((1600, 1200), (2400, 1800), (3264, 2448), (4032, 3024)))
    page = _on_table(card, dice, wide, high, 0.06, 12)
    page = _lit(page, dice, dice.uniform(0.55, 0.85))
    page = cv2.GaussianBlur(page, (0, 0), 0.4 + wide / 6000)
    page = np.rot90(_grained(page, dice, dice.uniform(2, 5)), dice.choice((0, 0, 0, 1, 2, 3)))
    return _jpeg(page, dice.randrange(82, 94))


def hard(card: Image.Image, dice: random.Random) -> bytes:
    """The same in bad light: dark, coarse grain, out of focus, steeper."""
    wide, high = dice.choice(((1280, 960), (1600, 1200), (2000, 1500)))
    page = _on_table(card, dice, wide, high, 0.1, 18)
    page = _lit(page, dice, dice.uniform(0.45, 0.7)) * dice.uniform(0.38, 0.62)
    page = cv2.GaussianBlur(page, (0, 0), wide / 1280 * dice.uniform(0.8, 1.25))
    return _jpeg(_grained(page, dice, dice.uniform(4, 8)), dice.randrange(68, 84))


def _on_table(card: Image.Image, dice: random.Random, wide: int, high: int, skew: float, turn: float) -> Picture:
    noise = np.random.default_rng(dice.randrange(2**32))
    table = np.full((high, wide, 3), dice.choice(TABLES), np.float32)
    streaks = (3, wide / 60) if dice.random() < 0.3 else (wide / 500, wide / 500)
    grain = cv2.GaussianBlur(noise.normal(0, 1, (high, wide)).astype(np.float32), (0, 0), streaks[1], sigmaY=streaks[0])
    table += (grain / grain.std() * dice.uniform(3, 9))[:, :, None]
    across = wide * dice.uniform(0.66, 0.8) if card.width > card.height else high * dice.uniform(0.5, 0.55)
    down = across * card.height / card.width
    corners = np.array([[-across, -down], [across, -down], [across, down], [-across, down]]) / 2
    angle = np.radians(dice.uniform(-turn, turn))
    corners = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners *= 1 + noise.uniform(-skew, skew, (4, 1))
    box = np.abs(corners).max(axis=0) / (np.array([wide, high]) * 0.48)
    corners = corners / max(1.0, *box) + [wide / 2, high / 2]
    goal = corners.astype(np.float32)
    start = np.array([[0, 0], [card.width, 0], [card.width, card.height], [0, card.height]], np.float32)
    matrix = cv2.getPerspectiveTransform(start, goal)
    shrink = card.width / across
    source = cv2.GaussianBlur(np.asarray(card, np.float32), (0, 0), max(0.4 * shrink, 0.3))
    laid = cv2.warpPerspective(source, matrix, (wide, high), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(
        np.ones((card.height, card.width), np.float32), matrix, (wide, high), flags=cv2.INTER_LINEAR
    )
    shadow = cv2.GaussianBlur(np.roll(mask, (wide // 200, wide // 200), (0, 1)), (0, 0), wide / 150)
    table *= 1 - 0.45 * shadow[:, :, None]
    return table * (1 - mask[:, :, None]) + laid * mask[:, :, None]


def _lit(page: Picture, dice: random.Random, least: float) -> Picture:
    """Light that falls off to one side, the soft edge of a shadow, and its colour."""
    high, wide = page.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32) / wide
    angle = dice.uniform(0, 6.28)
    along = np.cos(angle) * x + np.sin(angle) * y
    along = (along - along.min()) / (along.max() - along.min())
    light = 1 - (1 - least) * 0.5 * along
    if dice.random() < 0.5:
        turn = dice.uniform(0, 6.28)
        edge = np.cos(turn) * (x - 0.5) + np.sin(turn) * (y - 0.37) + dice.uniform(-0.15, 0.15)
        light *= least + (1 - least) / (1 + np.exp(-edge * dice.uniform(20, 60)))
    colour = np.array([dice.uniform(0.94, 1.05), 1.0, dice.uniform(0.82, 1.02)], np.float32)
    return page * light[:, :, None] * colour


def _grained(page: Picture, dice: random.Random, strength: float) -> Picture:
    noise = np.random.default_rng(dice.randrange(2**32)).normal(0, strength, page.shape)
    return np.clip(page.astype(np.float32) + noise, 0, 255).astype(np.uint8)


def _jpeg(page: Picture, quality: int) -> bytes:
    buffer = BytesIO()
    Image.fromarray(np.ascontiguousarray(page)).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


KINDS = {"scan": scan, "photo": photo, "hard": hard}
