"""English numerals: ``twenty-three``, ``3.4 million``, ``half a dozen``, ``five and a half million``."""

from __future__ import annotations

import re
from dataclasses import replace

from index.numbers.english_words import DENOMINATORS, MISSPELT, POWERS, SHORT, SMALL, TENS
from index.numbers.numeral import Numeral
from index.records import Qualifier

FIRST_WORDS = (*SMALL, *TENS, *POWERS, "tens", "half", "quarter", "several", "a", "an")
_WORD = re.compile(r"([A-Za-z]+)(?![A-Za-z])")
_GAP = re.compile(r" {1,3}(?:- {1,2})?|-")
_AND = re.compile(r" +and +")
_ARTICLE = re.compile(r"(?:[Aa]n?) {1,3}(?:few |couple of |good |full |whole )?(?=[a-z])")
_HALF_OF = re.compile(
    r"(?:[Aa] )?(?:(?P<half>[Hh]alf)|(?P<quarter>[Qq]uarter))(?:[ -]{1,3}(?:of )?an?)?[ -]{1,3}(?=[a-z])"
)
_DIGITS = re.compile(r"[0-9]{1,3}(?![0-9,.])")
_POWER_NEXT = re.compile(r"(?P<gap> {1,2}|-)?(?P<word>[A-Za-z]+)(?![A-Za-z0-9])")
_VAGUE_PLURAL = re.compile(r"(?:tens|dozens|hundreds|thousands|millions|billions)$")


def read_power(text: str, digits: Numeral) -> Numeral | None:
    """The digits with the power behind them: ``1.2bn``, ``3k``, ``16.6m`` where money makes it one."""
    match = _POWER_NEXT.match(text, digits.end)
    if not match:
        return None
    word = match["word"]
    power = SHORT.get(word.lower()) if word.lower() not in ("m", "b") else None
    if not power or (match["gap"] == "-") or (word == "K" and match["gap"]):
        return None
    return Numeral(match.end(), round(digits.value * power, 6), "digits", power=float(power))


def short_power(text: str, digits: Numeral) -> Numeral:
    """The digits with the ``m`` or ``b`` behind them, which say a power in an amount of money."""
    match = _POWER_NEXT.match(text, digits.end)
    power = SHORT.get(match["word"].lower()) if match else None
    if not match or not power or match["gap"] == "-":
        return digits
    return Numeral(match.end(), round(digits.value * power, 6), "digits", power=float(power))


def read_english(text: str, at: int, digits: Numeral | None) -> Numeral | None:
    """The numeral in English words at ``at``, or the one that ``digits`` begin; None where there is no word in it."""
    position, factor = at, 1.0
    if digits is None:
        part = _HALF_OF.match(text, at)
        if part:
            position, factor = part.end(), 0.5 if part["half"] else 0.25
        elif article := _ARTICLE.match(text, at):
            position = article.end()
    state = _Words(position, digits)
    end = state.read(text)
    if end is None or (digits and not state.powers) or (factor != 1 and not state.starts_with_power):
        return None
    if position > at and not state.starts_with_power:
        return None
    value = factor * state.value
    vague: Qualifier = (
        "about" if state.vague or (position > at and factor == 1 and "few" in text[at:position]) else "exact"
    )
    return _with_fraction(text, Numeral(end, round(value, 6), "english", vague, state.last_power))


class _Words:
    """The words of a number, taken in one after the other."""

    def __init__(self, position: int, digits: Numeral | None) -> None:
        self.position = digits.end if digits else position
        self.total, self.section = 0.0, digits.value if digits else 0.0
        self.begun, self.powers, self.starts_with_power, self.vague = digits is not None, 0, False, False
        self.last_power, self.step = 1.0, 10.0 if digits is None else 1.0
        self.decimals = ""

    @property
    def value(self) -> float:
        return self.total + self.section

    def read(self, text: str) -> int | None:
        """Take the words in; where the last one ends, None if there was none."""
        end: int | None = None
        position = self.position
        while (match := _WORD.match(text, position)) or (self.powers and _DIGITS.match(text, position)):
            if match:
                taken = self._take(match[1].lower(), text, match.end())
            else:
                match = _DIGITS.match(text, position)
                taken = bool(match) and self._take_number(float(match[0]))  # type: ignore[index]
            if not taken or match is None:
                break
            end = match.end()
            if self.vague and text.startswith(" of ", end) and _is_power(text, end + 4):
                position = end + 4
                continue
            gap = (_AND.match(text, end) if self.powers else None) or _GAP.match(text, end)
            if not gap:
                break
            if gap[0].strip() == "and" and not self._goes_on(text, gap.end()):
                break
            position = gap.end()
        else:
            position = self.position
        if end is None and self.begun:
            return self._power_after_digits(text)
        return self._point(text, end) if end is not None else None

    def _power_after_digits(self, text: str) -> int | None:
        gap = _GAP.match(text, self.position)
        if not gap or gap[0].strip() not in ("", "-"):
            return None
        match = _WORD.match(text, gap.end())
        if not match or not _power_of(match[1].lower()):
            return None
        self.position = gap.end()
        self.begun, self.step = False, 1.0
        return self.read(text)

    def _goes_on(self, text: str, position: int) -> bool:
        """Whether a smaller number follows ``and``."""
        match = _WORD.match(text, position)
        if match:
            word = match[1].lower()
            smaller = word in SMALL or word in TENS
            follows = _GAP.match(text, match.end())
            part = _WORD.match(text, follows.end()) if follows else None
            return smaller and not (part and part[1].lower() in DENOMINATORS and part[1].lower() not in ("second",))
        return bool(_DIGITS.match(text, position)) and self.last_power in (100, 1000)

    def _take_number(self, number: float) -> bool:
        if number >= self.last_power or self.last_power == 1:
            return False
        self.section += number
        self.step = 1.0
        return True

    def _take(self, word: str, text: str, end: int) -> bool:
        del text, end
        if word in SMALL:
            small = float(SMALL[word])
            if self.step < 10 or (self.step == 10 and self.begun and self.section % 10 and not self.powers):
                return False
            if small >= 10 and self.step != 100 and self.begun:
                return False
            self.section += small
            self.begun, self.step = True, 1.0
            return True
        if word in TENS:
            if self.begun and self.step != 100:
                return False
            self.section += TENS[word]
            self.begun, self.step = True, 10.0
            return True
        power = _power_of(word)
        if not power:
            return False
        return self._take_power(word, float(power))

    def _take_power(self, word: str, power: float) -> bool:
        if not self.begun and not self.powers and self.section == 0:
            self.starts_with_power = True
            self.section = 1.0
            self.vague = bool(_VAGUE_PLURAL.match(word))
        if power == 12:
            low = self.section % 100 if self.section > 100 else self.section
            self.section += low * 11
        elif power in (10, 100):
            self.section *= power
        else:
            if self.section == 0 and self.total:
                self.total *= power
            else:
                self.total, self.section = self.total + self.section * power, 0.0
        self.powers += 1
        self.begun, self.step, self.last_power = True, 100.0, power
        return True

    def _point(self, text: str, end: int) -> int:
        """``point zero three`` behind the words."""
        if not text.startswith(" point ", end):
            return end
        position = end + 7
        while match := _WORD.match(text, position):
            word = match[1].lower()
            number = SMALL.get(word, TENS.get(word))
            if number is None or (self.decimals and number >= 10):
                break
            if word in TENS:
                unit = _WORD.match(text, match.end() + 1) if text[match.end() : match.end() + 1] in ("-", " ") else None
                ones = SMALL.get(unit[1].lower(), 10) if unit else 10
                match, number = (unit, number + ones) if unit and ones < 10 else (match, number)
            self.decimals += str(number)
            end = match.end()
            if text[end : end + 1] != " ":
                break
            position = end + 1
        if self.decimals:
            self.section += float(f"0.{self.decimals}")
        return end


def _power_of(word: str) -> int | None:
    if MISSPELT.fullmatch(word):
        return 10**6
    return 10 if word == "tens" else POWERS.get(word.removesuffix("s")) if word not in SHORT else None


def _is_power(text: str, at: int) -> bool:
    match = _WORD.match(text, at)
    return bool(match and _power_of(match[1].lower()))


_AND_PART = re.compile(
    r" and (?:(?P<a>a|an|one) |(?P<over>two|three|four|five|six|seven|eight|nine"
    r"|[a-z]+-[a-z]+)[ -])(?P<under>[a-z]+)(?![A-Za-z])"
    r"(?P<power> (?:hundred|thousand|million|billion|trillion)(?![A-Za-z]))?(?! (?:of|dozen))"
)


def _with_fraction(text: str, numeral: Numeral) -> Numeral:
    """``one and a half``, ``five and a half million``, ``one million and a half``: a fraction behind the number."""
    match = _AND_PART.match(text, numeral.end)
    under = DENOMINATORS.get(match["under"]) if match else None
    if not match or not under:
        return numeral
    over = 1.0 if match["a"] else _of_words(match["over"])
    if over is None:
        return numeral
    part = over / under
    if match["power"]:
        power = float(POWERS[match["power"].strip()])
        value = numeral.value + part * power if numeral.power > power else (numeral.value + part) * power
        return replace(numeral, end=match.end(), value=value, power=power)
    scale = numeral.power if numeral.power >= 10**6 else 1.0
    return replace(numeral, end=match.end(), value=numeral.value + part * scale)


def _of_words(words: str) -> float | None:
    tens, _, ones = words.partition("-")
    if ones:
        return float(TENS[tens] + SMALL[ones]) if tens in TENS and 0 < SMALL.get(ones, 0) < 10 else None
    return float(SMALL[words]) if words in SMALL else None
