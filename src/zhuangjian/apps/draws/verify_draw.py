#!/usr/bin/env python3
"""校验一次随机抽取：只凭公布的抽取文件，重新算出结果，逐项比对。

    python3 verify_draw.py 抽取文件.json
    python3 verify_draw.py 抽取文件.json --digest 抽取之前公布的冻结摘要

只用 Python 3.8 以上自带的功能，不联网，不需要安装任何东西。它不使用妆检的程序，是照文件里的规则（rules 一节）另写的一遍：
两份各自写成的程序得出同样的结果，才说明结果确实由名单和种子决定。有任何不符时退出码为 1。
"""

import argparse
import hashlib
import itertools
import json
import re
import sys
import unicodedata

FORMAT, VERSION, LABEL = "zhuangjian-draw", 1, "zhuangjian-draw-1"
# 第 1 版规则全文的摘要：规则说明一字不同，这里就会发现。
RULES = "27ed1d11b02f287ec421bf7ecfa2903fc31b05ae898802e62aaab204e2628d6b"
# 文件每一部分有哪些内容：s 文字，i 不小于 0 的整数，b 是否，* 若干个，? 可以为空（null）。
SHAPES = {
    "文件": "commitments:*承诺 format:s frozen:冻结 frozen_digest:s result:?结果 reveals:*揭示 rounds:*一轮"
    " rules:*s seal:s seed:?种子 version:i",
    "冻结": "columns:*s count:i excluded:*排除 items:**s officers:*人员 source:来源 strata:分层 team:?组队 title:s",
    "分层": "by:*s method:s quotas:*名额",
    "名额": "eligible:i key:*s quota:i",
    "来源": "authorities:*s description:s dice:i kind:s",
    "排除": "reason:s row:*s",
    "人员": "enforcement:**s expert:b expertise:*s id:s interests:?*关系 lead:b limit:?i load:i name:s",
    "关系": "kind:s party:s",
    "组队": "article:s conflict_by:*s days:*s enforcement:i expertise:*s expertise_by:s size:*i",
    "一轮": "digest:s kind:s officer:s previous:s ranked_in:i reason:s round:i selected:*入选 teams:*检查组"
    " withdrawn:s",
    "入选": "id:s rank:i score:s stratum:*s",
    "检查组": "id:s lacking:*s leader:s members:*s",
    "结果": "round:i selected:*s teams:*检查组",
    "种子": "text:s value:s",
    "承诺": "authority:s commitment:s",
    "揭示": "authority:s secret:s",
}


class Wrong(Exception):
    """一处不符。"""


def canonical(value):
    """规范写法：键排序、无空格、汉字不转义的 JSON。"""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value):
    """规范写法的 SHA-256，十六进制。"""
    return hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


def H(*parts):
    """各字段前写明字节数，依次相接，取 SHA-256（十六进制）。"""
    whole = b""
    for part in (LABEL,) + parts:
        data = part.encode("utf-8")
        whole += str(len(data)).encode("ascii") + b":" + data
    return hashlib.sha256(whole).hexdigest()


def alike(text):
    """去掉首尾空白、全半角和大小写的差别，只用来比较两个写法是否容易混淆。"""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).strip().casefold())


def same(given, right, what):
    """两个值的规范写法必须完全相同。"""
    one, other = canonical(given), canonical(right)
    if one != other:
        raise Wrong(f"{what}：文件里是 {one[:90]}，重算是 {other[:90]}")


def need(condition, problem):
    """条件不成立就是一处不符。"""
    if not condition:
        raise Wrong(problem)


def shape(value, kind, where):
    """该有的内容一项不少，也没有多余的内容；文字首尾没有空白。"""
    if kind[0] == "?":
        return value is None or shape(value, kind[1:], where)
    if kind[0] == "*":
        need(type(value) is list, where + "应为列表")
        for one in value:
            shape(one, kind[1:], where)
    elif kind == "s":
        need(type(value) is str and value == value.strip(), where + "应为文字，首尾没有空白")
    elif kind in "ib":
        right = type(value) is bool if kind == "b" else type(value) is int and value >= 0
        need(right, where + ("应为 true 或 false" if kind == "b" else "应为不小于 0 的整数"))
    else:
        need(type(value) is dict, where + "应为对象")
        parts = dict(part.split(":") for part in SHAPES[kind].split())
        same(sorted(value), sorted(parts), where + "的各项")
        for name in parts:
            shape(value[name], parts[name], kind + "的" + name)
    return True


def distinct(ids, what):
    """没有重复，也没有只差全半角或大小写的。"""
    seen = {}
    for one in ids:
        need(one, "有一个%s为空" % what)
        form = alike(one)
        need(form not in seen, "%s“%s”与“%s”重复，或只差全半角、大小写" % (what, seen.get(form), one))
        seen[form] = one


def check_structure(doc):
    """各部分齐全，没有多余内容。"""
    shape(doc, "文件", "文件")
    same([doc["format"], doc["version"]], [FORMAT, VERSION], "格式和版本")
    same(digest(doc["rules"]), RULES, "规则说明的摘要")
    same(doc["seal"], digest({k: v for k, v in doc.items() if k not in ("frozen", "seal")}), "封条")
    return f"格式是 {FORMAT} 第 {VERSION} 版，各部分齐全，规则说明与本版本逐字一致，封条完好"


def check_frozen(doc):
    """名单、排除、名额在抽取之前就固定了。"""
    frozen = doc["frozen"]
    same(doc["frozen_digest"], digest(frozen), "冻结摘要")
    columns, items = frozen["columns"], frozen["items"]
    need(columns and all(columns) and len(set(columns)) == len(columns), "列名为空或重复")
    ids = [row[0] for row in items]
    for row in items + [entry["row"] for entry in frozen["excluded"]]:
        need(len(row) == len(columns), f"名单中“{row[0]}”一行的格数与列数不同")
    need(ids and ids == sorted(ids), "可抽名单为空，或没有按编号排序")
    out = [entry["row"][0] for entry in frozen["excluded"]]
    need(out == sorted(out), "排除名单没有按编号排序")
    distinct(ids + out, "编号")
    for entry in frozen["excluded"]:
        need(entry["reason"], "排除“%s”没有理由" % entry["row"][0])
    return f"可抽 {len(ids)} 家、排除 {len(out)} 家（每家都有理由），没有重复或容易混淆的编号，与冻结摘要一致"


def strata_of(frozen):
    """每一层有哪些编号。"""
    places = [frozen["columns"].index(name) for name in frozen["strata"]["by"]]
    groups = {}
    for row in frozen["items"]:
        groups.setdefault(tuple(row[place] for place in places), []).append(row[0])
    return groups


def check_quotas(doc):
    """各层名额。"""
    frozen, groups = doc["frozen"], strata_of(doc["frozen"])
    strata, count = frozen["strata"], frozen["count"]
    given = [(tuple(entry["key"]), entry["eligible"], entry["quota"]) for entry in strata["quotas"]]
    sizes = [[key, len(groups[key])] for key in sorted(groups)]
    same([[key, size] for key, size, _ in given], sizes, "各层可抽数")
    for key, size, quota in given:
        need(quota <= size, "层“%s”的名额多于可抽数" % "·".join(key))
        need(not key or all(key), "有一层没有名称")
    need(1 <= count == sum(quota for _, _, quota in given), "各层名额合计与抽取数量不同")
    methods = ("largest_remainders", "explicit") if strata["by"] else ("none",)
    need(strata["method"] in methods, "名额的定法不对")
    if strata["method"] != "explicit":
        total = len(frozen["items"])
        shares = {key: count * len(ids) // total for key, ids in groups.items()}
        left = count - sum(shares.values())
        order = sorted(groups, key=lambda key: (-(count * len(groups[key]) % total), -len(groups[key]), key))
        for key in order[:left]:
            shares[key] += 1
        right = [shares[key] for key, _, _ in given]
        same([quota for _, _, quota in given], right, "按最大余数法重算的各层名额")
    return "%d 层，名额合计 %d，重算一致" % (len(given), count)


def check_people(doc):
    """人员和组队条件。"""
    rules, officers = doc["frozen"]["team"], doc["frozen"]["officers"]
    need((rules is None) == (not officers), "人员名单与组队条件只有其一")
    if rules is None:
        return "本次不抽取检查人员"
    ids = [officer["id"] for officer in officers]
    need(ids == sorted(ids), "人员没有按编号排序")
    distinct(ids, "人员编号")
    for name in rules["conflict_by"] + [rules["expertise_by"]][: bool(rules["expertise_by"])]:
        need(name in doc["frozen"]["columns"], "名单没有“%s”这一列" % name)
    need(rules["days"][1], "没有写明检查的最后一日")
    for officer in officers:
        need(officer["expertise"] == sorted(set(officer["expertise"]) - {""}), "专长没有排序，或有重复")
        need(all(one["party"] for one in officer["interests"] or []), "有一项利害关系没有写明对象")
        for first, last in officer["enforcement"] + [rules["days"]]:
            for day in filter(None, (first or "?", last)):
                need(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day, re.ASCII), "日期“%s”不是 YYYY-MM-DD" % day)
            need(not last or first <= last, "日期“%s”晚于“%s”" % (first, last))
    least, most = rules["size"]
    need(1 <= rules["enforcement"] <= least <= most, "检查组人数与执法人员数不相容")
    basis = "不少于 %d 名（%s）" % (rules["enforcement"], rules["article"])
    return f"人员 {len(ids)} 名，每组 {least} 至 {most} 人，其中执法证有效的{basis}"


def check_seed(doc):
    """种子来自事先写明的来源。"""
    source, seed = doc["frozen"]["source"], doc["seed"]
    kind, names = source["kind"], source["authorities"]
    need(kind in ("stated", "public_event", "dice", "commit_reveal"), "不认识的种子来源")
    need(kind == "stated" or source["description"], "种子来源没有说明")
    need((len(names) >= 2) if kind == "commit_reveal" else not names, "承诺单位与种子来源不符")
    need((source["dice"] >= 10) if kind == "dice" else source["dice"] == 0, "掷骰次数与种子来源不符")
    distinct(names, "承诺单位")
    promised = [(entry["authority"], entry["commitment"]) for entry in doc["commitments"]]
    opened = [(entry["authority"], entry["secret"]) for entry in doc["reveals"]]
    for entries, what in ((promised, "承诺"), (opened, "揭示")):
        order = [name for name in names if name in dict(entries)]
        same([name for name, _ in entries], order, "作出%s的单位" % what)
    need(len({value for _, value in promised}) == len(promised), "两个单位的承诺值相同")
    need(not opened or len(promised) == len(names), "还没有全部承诺就有揭示")
    for _, value in promised:
        need(re.fullmatch("[0-9a-f]{64}", value), "承诺值不是 64 位十六进制")
    for name, secret in opened:
        need(len(secret) >= 16, "“%s”的秘密太短" % name)
        same(dict(promised)[name], H("commit", doc["frozen_digest"], name, secret), "“%s”的承诺" % name)
    if seed is None:
        return "种子尚未产生"
    value = seed["value"]
    need(value, "种子为空")
    right = value
    if kind == "dice":
        need(re.fullmatch("[1-6]{%d}" % source["dice"], value), "点数与写明的掷骰次数不符")
    if kind == "commit_reveal":
        need(len(opened) == len(names), "还没有全部揭示就有种子")
        right = H("seed", doc["frozen_digest"], value, *itertools.chain.from_iterable(opened))
    same(seed["text"], right, "种子")
    if kind == "stated":
        return "种子“%s”由操作人给出——没有事先指定的公开来源，不能排除种子是挑选过的" % value
    return f"种子出自事先写明的来源“{source['description']}”：{value}；承诺与揭示 {len(opened)} 个，逐一相符"


class Draw:
    """按规则把每一轮重做一遍。"""

    def __init__(self, doc):
        self.doc, self.frozen = doc, doc["frozen"]
        self.rules, self.officers = self.frozen["team"], self.frozen["officers"]
        self.seed = doc["seed"]["text"] if doc["seed"] else ""
        self.groups = strata_of(self.frozen)
        self.rows = {row[0]: row for row in self.frozen["items"]}
        self.start(0)

    def start(self, base):
        """从头开始（第一轮，或重抽）。"""
        self.base, self.order, self.used = base, {}, {}
        self.stratum, self.teams, self.left = {}, {}, {}
        self.times = {officer["id"]: officer["load"] for officer in self.officers}

    def ranked(self, key):
        """一层的全部对象，按序值从小到大。"""
        if key not in self.order:
            score = {one: H("item", self.seed, str(self.base), one) for one in self.groups[key]}
            self.order[key] = sorted((score[one], one) for one in score)
        return self.order[key]

    def take(self, key):
        """这一层从未入选的下一位。"""
        rank = self.used.get(key, 0) + 1
        need(rank <= len(self.groups[key]), "层“%s”已没有可递补的" % "·".join(key))
        score, one = self.ranked(key)[rank - 1]
        self.used[key], self.stratum[one] = rank, key
        return {"id": one, "stratum": list(key), "rank": rank, "score": score}

    def put(self, item, team):
        """登记一家的检查组（None 为撤销），并更新各人次数。"""
        for one in self.teams.pop(item, {"members": []})["members"]:
            self.times[one] -= 1
        if team:
            self.teams[item] = team
            for one in team["members"]:
                self.times[one] += 1

    def free(self, officer):
        """次数还没有到上限。"""
        return officer["limit"] is None or self.times[officer["id"]] < officer["limit"]

    def enforcer(self, officer):
        """不是受邀专家，且有一本执法证在检查的首末两日都有效。"""
        first, last = self.rules["days"]
        valid = any(a <= first and (b == "" or b >= last) for a, b in officer["enforcement"])
        return valid and not officer["expert"]

    def leader(self, officer):
        """可任组长的非专家。"""
        return officer["lead"] and not officer["expert"]

    def topics(self, item):
        """这家所需的专长。"""
        found = set(self.rules["expertise"])
        if self.rules["expertise_by"]:
            cell = self.rows[item][self.frozen["columns"].index(self.rules["expertise_by"])]
            found |= {one.strip() for one in re.split("[、，,；;|]", cell)}
        return sorted(found - {""})

    def available(self, item):
        """已申报利害关系，且与这家没有利害关系的人员。"""
        row, columns = self.rows[item], self.frozen["columns"]
        names = {alike(row[0])} | {alike(row[columns.index(name)]) for name in self.rules["conflict_by"]}
        declared = [o for o in self.officers if o["interests"] is not None]
        return [o for o in declared if not any(alike(i["party"]) in names for i in o["interests"])]

    def in_order(self, officers, number, item):
        """次数少的在前，次数相同的比序值。"""
        score = {o["id"]: H("officer", self.seed, str(number), item, o["id"]) for o in officers}
        return sorted(officers, key=lambda o: (self.times[o["id"]], score[o["id"]], o["id"]))

    def lacking(self, officers, topics):
        """这些人合在一起还缺什么。"""
        codes, enforcers = [], sum(self.enforcer(o) for o in officers)
        if enforcers < self.rules["enforcement"]:
            codes.append("enforcement:%d/%d" % (enforcers, self.rules["enforcement"]))
        if not any(self.leader(o) for o in officers):
            codes.append("leader")
        return codes + ["expertise:" + t for t in topics if not any(t in o["expertise"] for o in officers)]

    def best(self, order, topics):
        """次序最靠前、满足全部条件的组合。同类的人只看最靠前的几名就够了。"""
        least, most = self.rules["size"]
        for size in range(least, most + 1):
            kinds, pool = {}, []
            for o in order:
                kind = (self.enforcer(o), self.leader(o)) + tuple(t in o["expertise"] for t in topics)
                kinds[kind] = kinds.get(kind, 0) + 1
                if kinds[kind] <= size:
                    pool.append(o)
            if self.lacking(pool, topics):
                continue
            for team in itertools.combinations(pool, size):
                if not self.lacking(team, topics):
                    return list(team)
        return None

    def team(self, item, number):
        """为一家组成检查组；组不成的写明缺什么。"""
        topics = self.topics(item)
        everyone = self.in_order(self.available(item), number, item)
        free = [o for o in everyone if self.free(o)]
        members = self.best(free, topics)
        why = []
        if members is None:
            why = self.lacking(everyone, topics)
            if not why:
                why = ["limit"] + self.lacking(free, topics) if self.best(everyone, topics) else ["size"]
        self.put(item, self.entry(item, members or [], why))

    def entry(self, item, members, why):
        """检查组在文件里的写法。"""
        leaders = [o["id"] for o in members if self.leader(o)]
        ids = [o["id"] for o in members]
        return {"id": item, "members": ids, "leader": leaders[0] if leaders else "", "lacking": why}

    def draw(self, number):
        """整轮抽取。"""
        self.start(number)
        quotas = {tuple(entry["key"]): entry["quota"] for entry in self.frozen["strata"]["quotas"]}
        selected = [self.take(key) for key in sorted(self.groups) for _ in range(quotas[key])]
        if self.rules:
            keys_ = [(len(self.available(one["id"])), one["score"], one["id"]) for one in selected]
            for _, _, item in sorted(keys_):
                self.team(item, number)
        return selected, [self.teams[item] for item in sorted(self.teams)]

    def substitute(self, number, item):
        """换下一家，由同层的下一位递补。"""
        need(item in self.stratum, "被换下的“%s”当时不在结果中" % item)
        self.put(item, None)
        chosen = self.take(self.stratum.pop(item))
        if self.rules:
            self.team(chosen["id"], number)
        return [chosen], [self.teams[chosen["id"]]] if self.rules else []

    def replace(self, number, item, officer):
        """换下检查组中的一人，其余不动。"""
        before = self.teams.get(item, {"members": []})["members"]
        need(officer in before, "被换下的“%s”当时不在“%s”的检查组中" % (officer, item))
        barred = self.left[item] = self.left.get(item, set()) | {officer}
        self.put(item, None)
        people = {o["id"]: o for o in self.officers}
        kept = [people[one] for one in before if one != officer]
        pool = [o for o in self.available(item) if o["id"] not in barred | set(before) and self.free(o)]
        for o in self.in_order(pool, number, item):
            if not self.lacking(kept + [o], self.topics(item)):
                self.put(item, self.entry(item, kept + [o], []))
                return [], [self.teams[item]]
        raise Wrong("“%s”的检查组没有可替补的人员" % item)


def check_rounds(doc):
    """每一轮都按规则重做。"""
    draw = Draw(doc)
    previous = digest({key: doc[key] for key in ("frozen_digest", "commitments", "reveals", "seed")})
    said = []
    for number_, entry in enumerate(doc["rounds"], 1):
        what, kind, reason = "第 %d 轮" % number_, entry["kind"], entry["reason"]
        item, officer = entry["withdrawn"], entry["officer"]
        same(entry["round"], number_, what + "的轮次")
        fits = (kind == "draw") == (number_ == 1) == (not reason)
        need(fits, what + "：只有第一轮是抽取，其余各轮都须写明理由")
        if kind in ("draw", "redraw"):
            same([item, officer], ["", ""], what + "换下的对象和人员")
            selected, teams = draw.draw(number_)
            said.append("%s%s %d 家" % (what, "抽取" if kind == "draw" else "重抽", len(selected)))
        elif kind == "substitution":
            same(officer, "", what + "换下的人员")
            selected, teams = draw.substitute(number_, item)
            said.append("%s以“%s”递补“%s”，理由：%s" % (what, selected[0]["id"], item, reason))
        else:
            same(kind, "officer_substitution", what + "的种类")
            need(officer, what + "没有写明换下的人员")
            selected, teams = draw.replace(number_, item, officer)
            said.append("%s换下“%s”检查组的“%s”，理由：%s" % (what, item, officer, reason))
        same(entry["ranked_in"], draw.base, what + "所用的排序")
        same(entry["selected"], selected, what + "选出的对象")
        same(entry["teams"], teams, what + "的检查组")
        same(entry["previous"], previous, what + "与上一轮的衔接")
        previous = digest({key: value for key, value in entry.items() if key != "digest"})
        same(entry["digest"], previous, what + "的摘要")
    if not said:
        same([doc["seed"], doc["result"]], [None, None], "尚未抽取，种子和结果")
        return "尚未抽取"
    teams = [draw.teams[item] for item in sorted(draw.teams)]
    right = {"round": len(said), "selected": sorted(draw.stratum), "teams": teams}
    same(doc["result"], right, "结果")
    lonely = ["%s（%s）" % (team["id"], "、".join(team["lacking"])) for team in teams if team["lacking"]]
    tail = "；未能组成检查组的：%s" % "、".join(lonely) if lonely else ""
    return "；".join(said) + "；每家的序值和检查组都重算一致" + tail


def pairs(found):
    """同一对象里不许有重复的键。"""
    if len(dict(found)) != len(found):
        raise ValueError("同一对象里有重复的键")
    return dict(found)


def check(data, digests=()):
    """返回 (核对过的各项, 不符之处)；data 是文件的字节，digests 是此前公布的摘要。"""
    try:
        doc = json.loads(data.decode("utf-8-sig"), object_pairs_hook=pairs)
        canonical(doc).encode("utf-8")
    except (ValueError, RecursionError) as error:
        return [], ["不是完好的抽取文件：%s" % error]
    checked, problems = [], []
    steps = [check_structure, check_frozen, check_quotas, check_people, check_seed, check_rounds]
    for name, step in zip(("结构", "名单", "名额", "人员", "种子", "各轮"), steps):
        try:
            checked.append("%s：%s" % (name, step(doc)))
        except Wrong as wrong:
            problems.append("%s不符——%s" % (name, wrong))
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            problems.append("%s不符——内容缺失或写法不对（%s：%s）" % (name, type(error).__name__, error))
    if not problems:
        known = [doc["frozen_digest"], doc["seal"]] + [entry["digest"] for entry in doc["rounds"]]
        for one in digests:
            if one.strip().lower() in known:
                checked.append("公布的摘要：%s 与文件相符" % one)
            else:
                problems.append("公布的摘要 %s 在文件中找不到：名单或过程与公布时不同" % one)
    return checked, problems


def main():
    """命令行。"""
    sys.stdout.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser(description="只凭公布的抽取文件，重新算出随机抽取的结果并比对。")
    parser.add_argument("file", help="公布的抽取文件（JSON）")
    parser.add_argument("--digest", action="append", default=[], help="此前公布的摘要，可写多次")
    options = parser.parse_args()
    try:
        with open(options.file, "rb") as file:
            data = file.read()
    except OSError as error:
        print("读不出文件 %s：%s" % (options.file, error.strerror))
        return 1
    checked, problems = check(data, options.digest)
    for line in checked:
        print("  相符  " + line)
    for line in problems:
        print("  不符  " + line)
    if problems:
        print("结论：校验未通过，有 %d 处不符。" % len(problems))
        return 1
    print("结论：校验通过。结果确实由文件中的名单和种子按规则得出。")
    if not options.digest:
        print("提示：要确认名单在抽取之前没有换过，请把当时公布的冻结摘要用 --digest 写上再校验一次。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
