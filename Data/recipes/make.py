"""Synthetic raw tables in the shape of Chinese industrial statistics, with the panel they were made from.

    python3 Data/recipes/make.py

writes Data/recipes/wang-2015/*.csv: raw tables as the recipe wang-2015.toml reads them, and truth.csv, the
panel that the recipe has to find.  No number in them is a statistic.  The tables are made forwards, from
real quantities to book values at current prices in two classifications and two coverages; the recipe goes
back.  Only the standard library, one fixed seed.
"""
import csv
import random
from pathlib import Path

HERE = Path(__file__).resolve().parent / "wang-2015"
FIRST, SPLICE, START, LAST = 1985, 1998, 1999, 2012
SWITCH = 2012        # first year of the new classification
LAST_VALUE = 2007    # last year with value added; growth rates after it

KEPT = """煤炭开采和洗选业 石油和天然气开采业 黑色金属矿采选业 有色金属矿采选业 非金属矿采选业 农副食品加工业 食品制造业
饮料制造业 烟草制品业 纺织业 纺织服装鞋帽制造业 皮革毛皮羽毛及其制品业 木材加工及木竹藤棕草制品业 家具制造业 造纸及纸制品业
印刷业和记录媒介的复制 文教体育用品制造业 石油加工炼焦及核燃料加工业 化学原料及化学制品制造业 医药制造业 化学纤维制造业 橡胶制品业
塑料制品业 非金属矿物制品业 黑色金属冶炼及压延加工业 有色金属冶炼及压延加工业 金属制品业 通用设备制造业 专用设备制造业
交通运输设备制造业 电气机械及器材制造业 通信设备计算机及其他电子设备制造业 仪器仪表及文化办公用机械制造业 电力热力的生产和供应业
燃气生产和供应业 水的生产和供应业""".split()
OTHER_MINING, LOGGING = "其他采矿业", "木材及竹材采运业"
WASTE, HANDICRAFT = "废弃资源和废旧材料回收加工业", "工艺品及其他制造业"
DROPPED = [OTHER_MINING, LOGGING, WASTE, HANDICRAFT]
RUBBER, PLASTICS, CULTURE, TRANSPORT = "橡胶制品业", "塑料制品业", "文教体育用品制造业", "交通运输设备制造业"
ARTS = "工艺美术品制造业"                       # part of the handicraft sector, and of the new culture sector
NEW_RUBBER, NEW_CULTURE = "橡胶和塑料制品业", "文教工美体育和娱乐用品制造业"
CARS, RAIL = "汽车制造业", "铁路船舶航空航天和其他运输设备制造业"
NEW_ONLY = ["开采辅助活动", "金属制品机械和设备修理业"]   # without a counterpart in the old classification
RENAMED = {"饮料制造业": "酒饮料和精制茶制造业", "通信设备计算机及其他电子设备制造业": "计算机通信和其他电子设备制造业",
           HANDICRAFT: "其他制造业", WASTE: "废弃资源综合利用业"}
TWINS = {PLASTICS: RUBBER, ARTS: CULTURE}        # move alike in the year of the switch
FLOWS = ["gross_output", "vat", "energy_cost", "employees", "energy_tce"]

rng = random.Random(20150725)


def path(level, low, high, years):
    values = [level]
    for _ in years[1:]:
        values.append(values[-1] * (1 + rng.uniform(low, high)))
    return dict(zip(years, values))


def assets(p_inv):
    """Book values of one sector: (original, net, real capital) by year."""
    years = range(FIRST, LAST + 1)
    original = {FIRST: rng.uniform(40, 900)}
    net = {FIRST: original[FIRST] * rng.uniform(0.6, 0.75)}
    capital = {FIRST: net[FIRST] / p_inv[FIRST]}
    for year in years[1:]:
        investment = original[year - 1] * rng.uniform(0.04, 0.2)
        rate = rng.uniform(0.025, 0.06)
        original[year] = original[year - 1] + investment
        net[year] = original[year] - (original[year - 1] - net[year - 1] + rate * original[year - 1])
        capital[year] = (1 - rate) * capital[year - 1] + investment / p_inv[year]
    return original, net, capital


def sector(p_inv):
    years = list(range(START, LAST + 1))
    s = {}
    s["original"], s["net"], s["k"] = assets(p_inv)
    s["ppi"] = {y: rng.uniform(96, 109) for y in years}
    s["va"] = {START: rng.uniform(20, 900)}
    s["growth"] = {y: rng.uniform(2, 22) for y in years}
    for y in years[1:]:
        s["va"][y] = s["va"][y - 1] * (1 + s["growth"][y] / 100)
    ratio = path(rng.uniform(3.2, 4.5), -0.02, 0.02, years)
    tax = rng.uniform(0.1, 0.2)
    share = path(rng.uniform(0.05, 0.4), -0.04, 0.04, years)
    finish(s)
    s["gross_output"] = {y: ratio[y] * s["va"][y] * s["p"][y] for y in years}
    s["vat"] = {y: tax * s["va"][y] * s["p"][y] for y in years}
    s["energy_cost"] = {y: share[y] * s["va"][y] * s["p"][y] for y in years}
    s["employees"] = path(rng.uniform(10, 500), -0.06, 0.06, years)
    s["energy_tce"] = path(rng.uniform(100, 30000), -0.05, 0.12, years)
    return s


def finish(s):
    """Price level with START = 1 from the yearly indices."""
    s["p"] = {START: 1.0}
    for y in range(START + 1, LAST + 1):
        s["p"][y] = s["p"][y - 1] * s["ppi"][y] / 100


def follow(part, twin, p_inv):
    """Lets `part` move as `twin` does in the year of the switch, so that the shares of 2011 hold in 2012."""
    before = SWITCH - 1
    for name in FLOWS + ["original", "net"]:
        part[name][SWITCH] = part[name][before] * twin[name][SWITCH] / twin[name][before]
    part["ppi"][SWITCH], part["growth"][SWITCH] = twin["ppi"][SWITCH], twin["growth"][SWITCH]
    part["va"][SWITCH] = part["va"][before] * (1 + part["growth"][SWITCH] / 100)
    finish(part)
    original, depreciation = part["original"], {y: part["original"][y] - part["net"][y] for y in (before, SWITCH)}
    rate = (depreciation[SWITCH] - depreciation[before]) / original[before]
    part["k"][SWITCH] = (1 - rate) * part["k"][before] + (original[SWITCH] - original[before]) / p_inv[SWITCH]


def divide_transport(s):
    """Cars and the rest in the year of the switch; index and growth of the whole are their means by output."""
    share = {name: rng.uniform(0.55, 0.75) for name in FLOWS + ["original", "net"]}
    cars = {name: {SWITCH: share[name] * s[name][SWITCH]} for name in share}
    rail = {name: {SWITCH: s[name][SWITCH] - cars[name][SWITCH]} for name in share}
    weight = cars["gross_output"][SWITCH] / s["gross_output"][SWITCH]
    for name, spread in (("ppi", 2.0), ("growth", 3.0)):
        cars[name] = {SWITCH: s[name][SWITCH] + spread * (1 - weight)}
        rail[name] = {SWITCH: s[name][SWITCH] - spread * weight}
    return {CARS: cars, RAIL: rail}


def write(name, header, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def production(sectors, years):
    rows = []
    for name, s in sectors.items():
        for y in years:
            value = s["va"][y] * s["p"][y] if y <= LAST_VALUE else ""
            growth = s["growth"][y] if y > LAST_VALUE else ""
            rows.append([name, y] + [s["gross_output"][y], value, s["vat"][y], s["energy_cost"][y],
                                     s["employees"][y], s["energy_tce"][y], growth, s["ppi"][y]])
    return rows


def main():
    HERE.mkdir(exist_ok=True)
    years = list(range(FIRST, LAST + 1))
    inv_index = {y: rng.uniform(98, 115) for y in years}
    mat_index = {y: rng.uniform(95, 112) for y in years}

    def level(index):
        p = {START: 1.0}
        for y in range(START + 1, LAST + 1):
            p[y] = p[y - 1] * index[y] / 100
        for y in range(START - 1, FIRST - 1, -1):
            p[y] = p[y + 1] / (index[y + 1] / 100)
        return p

    p_inv, p_mat = level(inv_index), level(mat_index)
    true = {name: sector(p_inv) for name in KEPT + DROPPED + [ARTS] + NEW_ONLY}
    for part, twin in TWINS.items():
        follow(true[part], true[twin], p_inv)

    old = {name: true[name] for name in KEPT + DROPPED}
    new = {RENAMED.get(name, name): s for name, s in old.items()
           if name not in (RUBBER, PLASTICS, CULTURE, TRANSPORT, LOGGING)}
    for name, parts in ((NEW_RUBBER, (RUBBER, PLASTICS)), (NEW_CULTURE, (CULTURE, ARTS))):
        first = true[parts[0]]
        new[name] = {key: {SWITCH: sum(true[part][key][SWITCH] for part in parts)}
                     for key in FLOWS + ["original", "net"]}
        new[name].update(ppi=first["ppi"], growth=first["growth"])
    new.update(divide_transport(true[TRANSPORT]))
    new.update({name: true[name] for name in NEW_ONLY})

    header = ["industry", "year", "gross_output", "value_added", "vat", "energy_cost", "employees", "energy_tce",
              "value_added_growth", "ppi"]
    write("production-old.csv", header, production(old, range(START, SWITCH)))
    write("production-new.csv", header, production(new, [SWITCH]))
    write("arts-2011.csv", ["industry", "year"] + FLOWS + ["original_value", "net_value"],
          [[name, SWITCH - 1] + [true[name][key][SWITCH - 1] for key in FLOWS + ["original", "net"]]
           for name in (ARTS, CULTURE)])
    values = ["industry", "year", "original_value", "net_value"]
    # All firms at township level and above: larger than the later coverage, by a constant factor.
    factor = {name: (rng.uniform(1.05, 1.5), rng.uniform(1.05, 1.5)) for name in old}
    write("assets-township.csv", values,
          [[name, y, factor[name][0] * s["original"][y], factor[name][1] * s["net"][y]]
           for name, s in old.items() for y in range(FIRST, SPLICE + 1)])
    write("assets-above-scale.csv", values, [[name, y, s["original"][y], s["net"][y]]
                                             for name, s in old.items() for y in range(SPLICE, SWITCH)])
    write("assets-new.csv", values, [[name, SWITCH, s["original"][SWITCH], s["net"][SWITCH]]
                                     for name, s in new.items()])
    write("prices.csv", ["year", "investment_prev100", "materials_prev100"],
          [[y, inv_index[y], mat_index[y]] for y in years])
    rows = []
    for name in KEPT:
        s = true[name]
        for y in range(START, LAST + 1):
            materials = s["gross_output"][y] - s["va"][y] * s["p"][y] + s["vat"][y] - s["energy_cost"][y]
            rows.append([name, y, s["k"][y], s["employees"][y], s["energy_tce"][y], materials / p_mat[y],
                         s["gross_output"][y] / s["p"][y], s["va"][y]])
    write("truth.csv", ["industry", "year", "k", "l", "e", "m", "y", "va"], rows)


if __name__ == "__main__":
    main()
