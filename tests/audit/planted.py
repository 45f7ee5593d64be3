"""Texts with planted contradictions, and with innocents that look like them: what the audit is scored on."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Planted:
    """A text of one paragraph or two, the rule by which it is to be judged, and whether it is at fault.

    ``name`` begins with the kind.
    """

    name: str
    text: str
    rule: str
    is_fault: bool


def _one_digit(value: Fraction) -> str:
    return f"{float(round(value, 1)):.1f}"


def sums(rng: random.Random) -> list[Planted]:
    """Three sectors that make GDP: to the digit, off by what rounding allows, and off by more."""
    parts = [rng.randrange(500, 9000) for _ in range(3)]
    made = []
    for name, off in (("exact", 0), ("inside", 2), ("outside", 3), ("far", -40)):
        total, *rest = (f"{n / 10:.1f}" for n in (sum(parts) + off, *parts))
        text = (
            f"2023年，全市实现地区生产总值{total}亿元，其中，第一产业增加值{rest[0]}亿元，"
            f"第二产业增加值{rest[1]}亿元，第三产业增加值{rest[2]}亿元。"
        )
        made.append(Planted(f"sum {name}", text, "sum", name in ("outside", "far")))
    return made


def increments(rng: random.Random) -> list[Planted]:
    """A level with its change in amount and in per cent: rounded rightly, and to another tenth."""
    level, amount = rng.randrange(50_000, 90_000), rng.randrange(2_000, 9_000)
    rate = Fraction(amount * 100, level - amount)
    made = []
    for name, off in (("right", 0), ("wrong", Fraction(1, 2)), ("other base", None)):
        said = Fraction(amount * 100, level) + 1 if off is None else rate + off
        text = f"2023年，全市非税收入{level}万元，比上年增加{amount}万元，增长{_one_digit(said)}%。"
        made.append(Planted(f"increment {name}", text, "increment", name != "right"))
    return made


def growth(rng: random.Random) -> list[Planted]:
    """End points and a mean rate over five years: of revenue, which is nominal, and of GDP, which is not."""
    first = rng.randrange(100, 300)
    factor = Fraction(rng.randrange(104, 112), 100)
    last = Fraction(first) * factor**5
    rate = (factor - 1) * 100
    made = []
    for name, what, said in (
        ("right", "一般公共预算收入", f"{_one_digit(rate)}%"),
        ("wrong", "一般公共预算收入", f"{_one_digit(rate + 2)}%"),
        ("bound allows", "一般公共预算收入", f"{_one_digit(rate - 1)}%以上"),
        ("bound forbids", "一般公共预算收入", f"{_one_digit(rate + 1)}%以上"),
        ("real rate", "地区生产总值", f"{_one_digit(rate + 2)}%"),
    ):
        text = (
            f"五年来，全市{what}从2018年的{first}.0亿元增长到2023年的{_one_digit(last)}亿元，"
            f"年均增长{said}。"
        )
        is_fault = name in ("wrong", "bound forbids")
        made.append(Planted(f"growth {name}", text, "average_growth", is_fault))
    return made


def shares(rng: random.Random) -> list[Planted]:
    """A part, its whole and its share."""
    whole, part = rng.randrange(2000, 4000), rng.randrange(1200, 1900)
    share = Fraction(part * 100, whole)
    made = []
    for name, off in (("right", 0), ("wrong", 1)):
        text = (
            f"2023年，全市一般公共预算收入{whole / 10:.1f}亿元，其中：税收收入{part / 10:.1f}亿元，"
            f"占一般公共预算收入的{_one_digit(share + off)}%。"
        )
        made.append(Planted(f"share {name}", text, "share", bool(off)))
    return made


def repeated(rng: random.Random) -> list[Planted]:
    """A figure that is told twice: the same, rounded, and another."""
    jobs = rng.randrange(40_000, 90_000)
    made = []
    for name, again in (
        ("same", f"{jobs}人"),
        ("rounded", f"{jobs / 10_000:.2f}万人"),
        ("other", f"{jobs + 700}人"),
    ):
        text = (
            f"2023年，全市新增城镇就业{jobs}人，就业形势稳定。\n\n"
            f"民生保障有力。2023年，全市新增城镇就业{again}。"
        )
        made.append(Planted(f"repeated {name}", text, "equal", name == "other"))
    return made


def wholes(rng: random.Random) -> list[Planted]:
    """A part after 其中, smaller than its whole, and larger."""
    whole = rng.randrange(1000, 2000)
    return [
        Planted(
            f"whole {name}",
            f"2023年，全市完成重大项目投资{whole}亿元，其中产业投资{part}亿元。",
            "contains",
            part > whole,
        )
        for name, part in (("smaller", whole - 300), ("larger", whole + 300))
    ]


def executed(rng: random.Random) -> list[Planted]:
    """A share of an amount that is told: rounded down and up, and to a tenth too much."""
    plan = rng.randrange(20_000, 90_000)
    done = rng.randrange(15_000, 99_000)
    share = Fraction(done * 100, plan)
    nearest = Fraction(round(share * 10), 10)
    made = []
    for name, said in (("right", nearest), ("next tenth", nearest + Fraction(1, 10))):
        text = f"2023年，全市政府性基金收入{done}万元，为年初预算{plan}万元的{_one_digit(said)}%。"
        made.append(Planted(f"executed {name}", text, "share", name != "right"))
    return made


def compared(rng: random.Random) -> list[Planted]:
    """A change from an earlier amount that is told: in amount and in per cent."""
    earlier, amount = rng.randrange(30_000, 60_000), rng.randrange(2_000, 9_000)
    rate = Fraction(amount * 100, earlier)
    made = []
    for name, more, faster in (("right", 0, 0), ("wrong amount", 300, 0), ("wrong rate", 0, 1)):
        text = (
            f"2023年，全市债务余额{earlier + amount}万元，比上年{earlier}万元增加{amount + more}万元，"
            f"增长{_one_digit(rate + faster)}%。"
        )
        rule = "growth" if faster else "difference"
        made.append(Planted(f"compared {name}", text, rule, name != "right"))
    return made


def listed(rng: random.Random) -> list[Planted]:
    """Numbered items that are as many as is stated, and one too few; names of which some are left out."""
    items = ["修道路", "建学校", "助就业", "治污水", "种树木", "保供水"][: rng.randrange(3, 7)]
    numbered = "；".join(f"{sign}{item}" for sign, item in zip("①②③④⑤⑥", items, strict=False))
    made = [
        Planted(
            f"listed {name}",
            f"2023年，全市集中办好{len(items) + off}件民生实事：{numbered}。",
            "items",
            bool(off),
        )
        for name, off in (("right", 0), ("one too few", 1))
    ]
    some = "2023年，全市壮大商贸、金融、房地产三大产业，扶持物流、文旅等四大产业。"
    return [*made, Planted("listed some", some, "items", is_fault=False)]


def shared(rng: random.Random) -> list[Planted]:
    """Shares in a row: they make 100, or a tenth less by rounding, or half a point less."""
    one, two = rng.randrange(100, 400), rng.randrange(100, 400)
    made = []
    for name, total in (("exact", 1000), ("inside", 999), ("outside", 995)):
        shares = [f"{n / 10:.1f}%" for n in (one, two, total - one - two)]
        text = f"2023年，全市小学、初中、高中在校学生分别占{'、'.join(shares)}。"
        made.append(Planted(f"shared {name}", text, "shares_sum", name == "outside"))
    return made


KINDS: list[Callable[[random.Random], list[Planted]]] = [
    sums,
    increments,
    growth,
    shares,
    repeated,
    wholes,
    executed,
    compared,
    listed,
    shared,
]


def corpus(seed: int, times: int) -> list[Planted]:
    """Every kind so many times, by a seed."""
    rng = random.Random(seed)
    return [planted for _ in range(times) for kind in KINDS for planted in kind(rng)]
