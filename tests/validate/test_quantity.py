"""What the checker reads in the span of a quantity, and what it refuses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xiangqu.annotation.repo import Repo
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.validate.bounds import Bounds
from xiangqu.validate.quantity import Quantity
from xiangqu.validate.quantity_reader import Reader


@pytest.fixture(scope="module")
def reader(repo: Repo) -> Reader:
    return Reader(vocabulary(repo, "units"), vocabulary(repo, "bounds"))


def written(quantity: Quantity | None) -> str | None:
    """``value unit``, and the classifier, the bound and ``bare`` where there are any."""
    if quantity is None:
        return None
    amount = (
        [quantity.value] if quantity.value is not None else quantity.ends or quantity.parts or ()
    )
    words = ["/".join(map(str, amount)), quantity.unit, quantity.classifier or ""]
    words += ["" if quantity.bound == "exact" else quantity.bound, "bare" if quantity.bare else ""]
    return " ".join(word for word in words if word)


READINGS = {
    # numbers
    "1，234亿元": "123400000000 CNY",
    "1 234元": "1234 CNY",
    "七八点五万人": None,
    "三万五千元": "35000 CNY",
    "三万五": "35000 CNY bare",
    "百分之八點三": "8.3 %",
    "三萬元": "30000 CNY",
    "三百二十万吨": "3200000 t",
    "四点六万人": "46000 count 人",
    "四点六五": "4.65 CNY bare",
    "5000": "5000 CNY bare",
    "超5000": "5000 CNY over bare",
    "半年": "0.5 year",
    # units, and classifiers where there is none
    "2.1个百分点": "2.1 pp",
    "2.1百分点": "2.1 pp",
    "8个小时": "8 hour",
    "8个周年": "8 year",
    "8个": "8 count 个",
    "3千米": "3 km",
    "3千升": "3000 L",
    "500千伏": "500 kV",
    "10多千瓦": "10 kW over",
    "10台（套）": "10 count 台（套）",
    "10台（套": None,
    "10台（）": None,
    "10台（套））": None,
    "10台套）": None,
    "10（套）": None,
    "3个个个个": "3 count 个个个个",
    "3个个个个个": None,
    "5元/台": "5 CNY/count",
    "5台/元": "5 count/CNY 台",
    "30万元/家": "300000 CNY/count",
    "5元/": None,
    "/元": None,
    "5元/亩/年": "5 CNY/mu/year",
    "5元/零台": None,
    "10.36百亿亿次/秒": "10360000000000000000 count/second 次",
    "3.5亿吨公里": "350000000 t.km",
    "8万人公里": "80000 {person}.km",
    "8兆瓦海里": "8 MW.nmi",
    "310克标准煤/千瓦时": "310 g{ce}/kW.h",
    "0.35吨标准煤/万元": "0.000035 t{ce}/CNY",
    "12立方米／万元": "0.0012 m3/CNY",
    "5—6吨/百亩": "0.05/0.06 t/mu",
    "3毫克每升": "3 mg/L",
    "520立方米/秒": "520 m3/s",
    "2.3点": "2.3 point",
    "六个季度": "6 quarter",
    "每平方公里5.2座": "5.2 count/km2 座",
    "US$1.2亿": "120000000 USD",
    "$5": "5 USD",
    "￥300元": "300 CNY",
    "3元2角": "3.2 CNY",
    "约3元2角": "3.2 CNY about",
    "一年零六个月": "18 month",
    "2小时30分钟": "150 minute",
    "2小时以上30分钟": None,
    "2吨30分钟": None,
    "七八年三个月": None,
    "5公斤/亩": "5 kg/mu",
    "5吨/小时": "5 t/hour",
    "5吨／小时": "5 t/hour",
    # per, with the unit that it is nearest to
    "每公斤21元": "21 CNY/kg",
    "每月300元": "300 CNY/month",
    "每人每月300元": "300 CNY/month",
    "每户每餐5元": "5 CNY/household",
    "每餐5元": "5 CNY",
    "每月超300元": "300 CNY/month over",
    "超每月300元": "300 CNY/month over",
    "每人每月超300元": "300 CNY/month over",
    "每月超每年300元": "300 CNY/year over",
    "每月300元/年": "300 CNY/year",
    "每月": None,
    "每台5元": "5 CNY",
    "最高不超过100万元": "1000000 CNY at_most",
    "每间12人": "12 count 人",
    "20个基点": "0.2 pp",
    "时速80公里": "80 km/h",
    "时速80米": "80 m",
    "80公里": "80 km",
    "连续三年": "3 year",
    "时速连续三年": "3 year",
    # bounds
    "大约200多个": "200 count 个 about",
    "超过10亿元以上": "1000000000 CNY over",
    "10亿元以上": "1000000000 CNY at_least",
    "10多亿元": "1000000000 CNY over",
    "10余个": "10 count 个 over",
    "近10余个": "10 count 个 over",
    "十来个": "10 count 个 over",
    "5来个": "5 count 来个",
    "二十来万元": "200000 CNY over",
    "5个及以上": "5 count 个 at_least",
    "约为5个": "5 count 个 about",
    "5天内": "5 day at_most",
    "3个月内": "3 month at_most",
    "一年内": "1 year at_most",
    "5个内": "5 count 个内",
    "约5天内": "5 day at_most",
    "3年多": "3 year over",
    "超": None,
    "以上": None,
    # ranges
    "5%—6%": "5/6 %",
    "5-6%": "5/6 %",
    "5——6%": "5/6 %",
    "5～6个": "5/6 count 个",
    "5至10个": "5/10 count 个",
    "5个到10个": "5/10 count 个",
    "5家到10个": None,
    "三至五年": "3/5 year",
    "3—5万元": "30000/50000 CNY",
    "3万—5万元": "30000/50000 CNY",
    "三—五万元": "3/50000 CNY",
    "5至10年以上": "5/10 year",
    "5至10": None,
    "5至": None,
    "至10个": None,
    "2000至3万人次": "2000/30000 count 人次",
    "6至5个": None,
    "每亩每年600—800元": "600/800 CNY/year",
    "每公斤60—80元": "60/80 CNY/kg",
    "约5—6%": "5/6 %",
    "三四十万人": "300000/400000 count 人",
    "五六户": "5/6 count 户",
    "近五六户": "5/6 count 户",
    "六七千万元": "60000000/70000000 CNY",
    "5至七八个": None,
    "1.2.3至10个": None,
    # forms of their own
    "1∶22.6∶76.4": "1/22.6/76.4 ratio",
    "3比1": "3/1 ratio",
    "3：1": "3/1 ratio",
    "3:1": "3/1 ratio",
    "3:": None,
    ":1": None,
    "3:一": None,
    "3:1.": None,
    "3:.1": None,
    "３:1": None,
    "1.2.3∶4": None,
    "约1∶6": "1/6 ratio about",
    "2∶1以内": "2/1 ratio at_most",
    "翻一番以上": "2 times at_least",
    "翻两番半": "6 times",
    "近一半": "50 % nearly",
    "半数以上": "50 % at_least",
    "上亿元": "100000000 CNY at_least",
    "上百家": "100 count 家 at_least",
    "上5家": None,
    "不到千户": "1000 count 户 under",
    "不得低于80%": "80 % at_least",
    "翻番": "2 times",
    "翻两番": "4 times",
    "翻了三番": "8 times",
    "翻一番": "2 times",
    "翻九番": "512 times",
    "翻十番": None,
    "翻半番": None,
    "翻番番": None,
    "翻" + "9" * 27 + "番": None,
    "翻七八番": None,
    "三番": "3 count 番",
    "翻三": None,
    "翻三倍": None,
    "超三番": "3 count 番 over",
    "十二连增": "12 year",
    "7年连冠": "7 year",
    "7连号": "7 count 连号",
    "七八连增": None,
    "连增": None,
    "零增长": "0 %",
    "持平": "0 %",
    "清零": "0 count bare",
    "首位": "1 rank",
    "零": "0 count bare",
    "0": "0 count bare",
    "零事故": "0 count",
    "零重大事": "0 count",
    "零重大事故": "0 count 重大事故",
    "零五": "5 CNY bare",
    "零度": "0 kWh",
    "百分之五": "5 %",
    "百分之百": "100 %",
    "超百分之五": "5 % over",
    "百分之五以上": "5 % at_least",
    "近百分之五以上": "5 % nearly",
    "三分之二": "66.67 %",
    "零分之二": None,
    "七八分之二": None,
    "三分之七八": None,
    "三分之三千": "100000.00 %",
    "三分之三千零一": None,
    "三分之" + "9" * 20: None,
    "1/3": "33.33 %",
    "11/12": "91.67 %",
    "12/11": None,
    "3/3": None,
    "1/a": None,
    "a/1": None,
    "1/100": "1 %",
    "1/1000": None,
    "99/99": None,
    "5/10万": "5 1/100000",
    "七成": "70 %",
    "两成": "20 %",
    "一成": "10 %",
    "九成": "90 %",
    "7成半": "75 %",
    "7成多": "70 % over",
    "七成八": "78 %",
    "七成八九": None,
    "七成十": None,
    "近7成": "70 % nearly",
    "7成多以上": "70 % over",
    "近三成多": "30 % over",
    "约三成多": "30 % about",
    "近2个多小时": "2 hour over",
    "约2个多小时": "2 hour about",
    "7成员": "7 count 成员",
    "70成": "70 count 成",
    "半成": "0.5 count 成",
    "百成": "100 count 成",
    "一个半小时": "1.5 hour",
    "2个多小时": "2 hour over",
    "一个半月": "1.5 month",
    "2个多月": "2 month over",
    "两年半": "2.5 year",
    "约两年半": "2.5 year about",
    "半年半": "1.0 year",
    "个半小时": None,
    "个多小时": None,
    "第一": "1 rank",
    "第3位": "3 rank",
    "第3名": "3 rank",
    "第3个": None,
    "第七八": None,
    "前三": "3 rank at_most",
    "前10名": "10 rank at_most",
    "约第3位": "3 rank about",
    "第": None,
    "前": None,
    # a minus belongs to what is relative
    "-5%": "5 %",
    "－5个百分点": "5 pp",
    "−3℃": "3 Cel",
    "±2‰": "2 ‰",
    "-2倍": "2 times",
    "-5个": None,
    "-5元": None,
    "--5%": None,
    "-": None,
    "5-": None,
    # not one quantity
    "5所。改造": None,
    "764户1813名": None,
    "5所，改善": None,
    "七八所": "7/8 count 所",
    "9" * 40 + "个": None,
    "项目": None,
    "": None,
}


@pytest.mark.parametrize("span", READINGS)
def test_reading(reader: Reader, span: str) -> None:
    assert written(reader.read(span)) == READINGS[span]


@pytest.mark.parametrize(
    ("before", "span", "value"),
    [
        ("未发生", "一起", 0),
        ("全区没有新增", "一起", 0),
        ("无", "一起", 0),
        ("发生", "一起", 1),
        ("未发生", "两起", 2),
        ("未发生", "1起", 1),
        ("未发生", "一百起", 100),
        ("未发生火灾，查处", "一起", 1),
        ("未发生火灾；查处", "一起", 1),
        ("未发生火灾。查处", "一起", 1),
        ("未甲乙丙丁戊己庚", "一起", 0),
        ("未甲乙丙丁戊己庚辛", "一起", 1),
    ],
)
def test_what_did_not_happen(reader: Reader, before: str, span: str, value: int) -> None:
    found = reader.read(span, before)
    assert found == Quantity(Decimal(value), "count", "起")


@pytest.mark.parametrize(
    ("before", "span", "bound"),
    [
        ("，至少增加", "3个", "at_least"),
        ("至少", "3个", "exact"),  # it touches the number, and XQ449 says that it is left out
        ("不低于年产", "5万吨", "at_least"),
        ("大约有", "5000人", "about"),
        ("不超过本级支出的", "3%", "at_most"),
        ("至少增加", "约3个", "about"),
        ("至少增加3个村", "5户", "exact"),
        ("至少增加，新建", "5户", "exact"),
        ("至少在全市所有的乡镇中增加", "5户", "exact"),
        ("超过全省平均", "5%", "exact"),
    ],
)
def test_bounds_apart(reader: Reader, before: str, span: str, bound: str) -> None:
    found = reader.read(span, before)
    assert found and found.bound == bound


def test_a_fraction_of_another_amount(reader: Reader) -> None:
    found = reader.read("三分之一", "相当于平均水平的")
    assert found and (found.value, found.unit) == (Decimal("0.3333"), "times")
    assert written(reader.read("百分之五", "相当于平均水平的")) == "5 %"


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        ("exact", 5, 5),
        ("over", 5, None),
        ("at_least", 5, None),
        ("under", None, 5),
        ("at_most", None, 5),
        ("about", None, None),
        ("nearly", None, None),
    ],
)
def test_ends_of_bounds(bound: str, low: int | None, high: int | None) -> None:
    quantity = Quantity(Decimal(5), "count", bound=bound)
    assert (quantity.low, quantity.high) == (low, high)
    ranged = Quantity(None, "count", bound=bound, ends=(Decimal(0), Decimal(1)))
    assert (ranged.low, ranged.high) == (0, 1)


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("税收占比超过", "，总量", "超过"),
        ("大约", "", "大约"),
        ("约", "", "约"),
        ("时间约 ", "", "约"),
        ("签约", "", None),
        ("附近", "", None),
        ("反超", "", None),
        ("不低于", "", "不低于"),
        ("一举反超过", "", "超过"),
        ("", "以上，", "以上"),
        ("", "及以上", "及以上"),
        ("", "多，", None),
        ("", "余", None),
        ("超额", "的以上", None),
    ],
)
def test_a_bound_that_is_left_out(repo: Repo, before: str, after: str, word: str | None) -> None:
    assert Bounds(vocabulary(repo, "bounds")).left_out(before, "3个", after) == word
