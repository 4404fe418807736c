"""Contexts of every document, from bare to overfull. No real company or person."""

from datetime import UTC, date, datetime
from io import BytesIO

from PIL import Image, ImageDraw

from zhuangjian.apps.documents.render import contexts as c

RARE = "喆堃昇镕鎓"
LONG_NAME = "渝山城" + "长名称测试" * 9 + "化妆品科技股份有限公司"
UNBROKEN = "https://example.invalid/" + "abcdef0123456789" * 9


def photograph():
    out = BytesIO()
    Image.new("RGB", (80, 60), (90, 120, 130)).save(out, "JPEG")
    return out.getvalue()


def signature_picture():
    image = Image.new("RGBA", (420, 150), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.line(
        [(20, 110), (90, 30), (150, 120), (230, 40), (300, 110), (400, 60)], fill=(20, 30, 90, 255), width=7
    )
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


PARTY = c.Party(
    name="渝州澄和化妆品有限公司",
    address="重庆市两江新区示例路88号3幢",
    credit_code="91500103MA5D2R2B0X",
    kinds=("注册人", "备案人", "生产企业"),
    licence_no="渝妆20160001",
    head=f"李{RARE[0]}",
    phone="023-00000000",
)
MEMBERS = (
    c.Member(
        name=f"王{RARE[1]}",
        role="组长",
        unit="重庆市示例检查局",
        credentials=("执法证 50010001", "检查员证 A0012"),
    ),
    c.Member(name=f"赵{RARE[2]}{RARE[3]}", unit="重庆市示例检查局", credentials=("执法证 50010002",)),
    c.Member(name=f"周{RARE[4]}", role="专家", unit="示例大学"),
)
DEFICIENCIES = (
    c.Deficiency(
        checkpoint_no="25*",
        item_class="其他重点项目",
        checkpoint="生产车间的洁净度应当与所生产的产品相适应。",
        text="灌装间（二）压差计示值为2Pa，低于企业规定的5Pa，现场未启动偏差处理。",
        evidence=("照片 IMG-0012", "记录 JL-2026-031"),
    ),
    c.Deficiency(
        checkpoint_no="51",
        item_class="一般项目",
        text="原料库两批甘油的货位卡未填写复验日期。",
        evidence=("照片 IMG-0019",),
    ),
    c.Deficiency(
        checkpoint_no="16",
        item_class="关键项目",
        result="瑕疵",
        text="批生产记录个别修改处未签注日期，内容可追溯。",
    ),
)
JUDGEMENT = c.Judgement(
    term="生产质量管理体系存在缺陷",
    reasons=(
        c.ReasonLine(
            text="其他重点项目不符合1项、一般项目不符合1项，未达到严重缺陷的数量界限", article="CQ 16"
        ),
        c.ReasonLine(text="关键项目无不符合，瑕疵1项计入合计"),
    ),
    pack="chongqing@2025.12.23",
    basis="to_be_confirmed",
)
STATEMENTS = (
    c.Statement(
        by="李喆",
        text="压差计于前一日送检，备用表未校准，已通知供应商。",
        verification="查看送检单，日期为检查前一日，属实；但灌装仍在进行。",
        answer="事实成立，缺陷予以保留。",
    ),
    c.Statement(
        text="货位卡已当场补填。", verification="现场复核属实。", answer="作为整改情况记录，缺陷予以保留。"
    ),
)
SIGNATURES = (
    c.Signature(
        role="检查组组长",
        name="王堃",
        credential="执法证 50010001",
        signed_at=datetime(2026, 11, 20, 8, 5, tzinfo=UTC),
        image=signature_picture(),
    ),
    c.Signature(
        role="检查人员",
        name="赵昇镕",
        credential="执法证 50010002",
        signed_at=datetime(2026, 11, 20, 8, 6, tzinfo=UTC),
    ),
    c.Signature(role="检查人员", name="周鎓"),
    c.Signature(
        role="被检查对象负责人",
        name="李喆",
        refusal="对第1项有异议，要求先核对设备记录",
        witness="示例街道 陈某某",
    ),
)
RECEIPT = c.Receipt(entry=1288, hash="5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
FRAME = {
    "number": "渝药监妆检〔2026〕12号",
    "authority": "重庆市示例药品监督管理局",
    "party": PARTY,
    "issued_on": date(2026, 11, 20),
}
VISIT = FRAME | {
    "inspection_type": "常规检查",
    "mode": "现场检查",
    "cause": "2026年度检查计划",
    "basis": "《化妆品监督管理条例》《化妆品检查管理办法》及重庆市有关规定",
    "content": "实际生产版检查要点全部项目",
    "place": "重庆市两江新区示例路88号3幢",
    "started_at": datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
    "ended_at": datetime(2026, 11, 20, 8, 10, tzinfo=UTC),
    "members": MEMBERS,
}
FULL = VISIT | {
    "statements": STATEMENTS,
    "signatures": SIGNATURES,
    "receipt": RECEIPT,
    "copy_holder": "交被检查对象",
}

CONTEXTS = {
    "review_report": c.ReviewReport(
        **VISIT,
        receipt=RECEIPT,
        findings=("1. 第25项不符合：批生产记录没有写明批次。",),
        questions=(c.Turn(question="（检查组）第25项涉及哪一批次", answer="2026001批"),),
        opinion="检查程序合法，记录完整。",
        on_site="生产质量管理体系存在缺陷",
        result="生产质量管理体系存在缺陷",
        conclusion="同意现场检查结论，涉嫌违法线索移交稽查。",
        handling="责令暂停生产，移交立案调查。",
    ),
    "review_question": c.ReviewQuestion(
        **FRAME,
        receipt=RECEIPT,
        inspected_on=date(2026, 11, 20),
        inspection_number="示例〔2026〕1号",
        text="现场检查记录第25项没有写明批次，请写明并确认。",
    ),
    "measure_order": c.MeasureOrder(
        **FRAME,
        receipt=RECEIPT,
        heading="责令暂停生产经营通知书",
        opening="我单位对你单位开展监督检查（编号：示例〔2026〕1号）。",
        circumstances="两批保湿乳菌落总数不符合规定，原因没有查明。",
        decision="依据《化妆品监督管理条例》第五十四条，责令你单位自收到本通知书之日起暂停下列生产、经营活动：\n膏霜乳液单元的生产。",
        requirements="封存所涉产品和原料。",
        remedy="不服本决定的，可以依法申请行政复议或者提起行政诉讼。",
        contact="联系人：示例局 李喆。",
        signatures=SIGNATURES[-1:],
    ),
    "measure_record": c.MeasureRecord(
        **FRAME,
        receipt=RECEIPT,
        heading="责任约谈记录",
        facts=(("到场人员", "示例局李昇镕、企业李喆"),),
        body="企业说明了情况。",
        commitments="一个月内更换供应商。",
        signatures=SIGNATURES[-1:],
    ),
    "programme_report": c.ProgrammeReport(
        **FRAME,
        receipt=RECEIPT,
        heading="2026年度检查计划执行情况报告",
        as_of=date(2026, 12, 31),
        summary="应完成检查任务3项，已完成2项。",
        units=(c.ProgressRow(name="示例检查局", plan=3, done=2, open=1, late=1, merged=1, cancelled=1),),
        merged=(c.TaskRow(party=LONG_NAME, what="常规检查", reason="并入同一企业的另一项检查任务"),),
        cancelled=(c.TaskRow(party="李喆商行", what="常规检查", reason="停业"),),
        grades=(c.GradeRow(grade="D级（高风险）", inspections=2, faulty=1, deficiencies=4),),
        problems="人员不足。",
        following="增加检查人员。",
    ),
    "official_letter": c.OfficialLetter(
        **FRAME,
        heading="关于协助核实保湿乳原料流向的协助调查函",
        addressees=("邻省药品监督管理局", "邻省示例市市场监督管理局"),
        parts=(
            c.LetterPart(text="涉及企业：渝州澄和化妆品有限公司（统一社会信用代码：91500103MA5D2R2B0X）。"),
            c.LetterPart(heading="协查理由", text="案件调查需要核实供货记录。" * 12),
            c.LetterPart(heading="协查事项", text="调取供货合同和出库单。\n询问仓库负责人李喆、周鎓。" * 3),
            c.LetterPart(text="请将办理情况函复我单位。"),
        ),
        annexes=(
            "供货记录照片",
            "出库单复印件（第1页至第12页，2026年1月至3月，共三批次，写明收货人和车牌号）",
        ),
        contact="联系人：李昇镕，联系方式：023-60000000",
        copies_to=("重庆市示例区市场监督管理局",),
    ),
    "file_check": c.FileCheck(
        **{name: value for name, value in FULL.items() if name in c.FileCheck.model_fields},
        stage="记录已交付",
        law="重庆市法规规则（2025-12-23 版），适用日2026年3月9日",
        outcome="共核对68项：符合40项，不符合1项，不适用26项，无法判断1项。",
        violated=(
            c.CheckedRow(
                title="整改复查",
                article="第十九条",
                severity="严重",
                evidence="整改办结前没有复查",
                remedy="对整改情况开展复查",
            ),
        ),
        unclear=(
            c.CheckedRow(
                title="检查审核", article="第十七条", severity="严重", evidence="系统没有检查审核的登记"
            ),
        ),
        met=(
            c.CheckedRow(title="方案的批准", article="第十条", severity="严重", evidence="第1版由李喆批准"),
        ),
        nothing=(
            c.CheckedRow(
                title="首次会议", article="第十二条", severity="严重", evidence="不预先告知的检查不要求"
            ),
        ),
    ),
    "inspection_report": c.InspectionReport(
        **FULL,
        edition="2022年检查要点（实际生产版）",
        companions="李喆、质量安全负责人 钱某某",
        summary=(
            "本次检查覆盖生产、检验、仓储现场，抽查3个批次的批生产记录。",
            "企业当日正在生产保湿乳，现场秩序正常。",
        ),
        deficiencies=DEFICIENCIES,
        judgement=JUDGEMENT,
        handling="建议限期整改，整改后提交报告。\n建议将原料仓储管理列入下次检查重点。",
    ),
    "nonconformity_list": c.NonconformityList(
        **FULL, edition="2022年检查要点（实际生产版）", deficiencies=DEFICIENCIES
    ),
    "photo_appendix": c.PhotoAppendix(
        **FULL,
        photos=tuple(
            c.Photo(
                no=number,
                sha256="9f" * 32,
                item="25",
                caption=caption,
                taken_by="李敏",
                taken_at=datetime(2026, 3, 9, 10, 5, tzinfo=UTC),
                confirmed="王经理确认",
                image=image,
            )
            for number, (caption, image) in enumerate(
                (("成品库留样架没有标签", photograph()), ("HEIC 原件", None)), 1
            )
        ),
    ),
    "record_form": c.RecordForm(
        **FULL,
        rows=(
            c.CheckRow(
                no="1",
                item="经营的化妆品是否取得注册或者备案",
                result="符合",
                finding="抽查12个品种，均可查到。",
            ),
            c.CheckRow(
                no="2",
                item="是否建立并执行进货查验记录制度",
                result="不符合",
                finding="近三个月进货无供货者资质留存。",
            ),
            c.CheckRow(no="3", item="贮存条件是否符合标签要求", result="符合"),
        ),
        deficiencies=DEFICIENCIES[1:2],
        judgement=c.Judgement(
            term="待整改后评定",
            reasons=(c.ReasonLine(text="存在可以整改的问题1项", article="CQ 16"),),
            pack="chongqing@2025.12.23",
        ),
    ),
    "off_site_record": c.OffSiteRecord(
        **FULL,
        rows=(c.CheckRow(no="12", item="出厂检验记录", result="不符合", finding="缺2026年9月记录"),),
        deficiencies=DEFICIENCIES,
        asked=(
            c.Asked(
                no="1",
                text="近一年出厂检验记录（每个产品抽三批）",
                due="2026年11月20日",
                outcome="符合要求",
                receipts="示例检查局收〔2026〕1号\n示例检查局收〔2026〕3号（逾期）",
            ),
            c.Asked(no="2", text="质量安全负责人任命文件", due="2026年11月20日", outcome="逾期未提交"),
        ),
        sessions=(
            c.Session(
                when="2026年11月18日 10:00至10:40",
                means="政务视频会议平台",
                people="检查人员：王堃、赵昇镕；被检查对象：李喆（法定代表人）",
                identities="检查人员出示执法证，对方出示身份证",
                shown=("10:05 灌装间（二）", "10:20 留样室"),
            ),
            c.Session(when="约定2026年11月16日 10:00（未举行）", means="政务视频会议平台", note="企业停电"),
        ),
    ),
    "interview_transcript": c.InterviewTranscript(
        **FULL,
        interviewee="李喆",
        interviewee_post="法定代表人",
        recorder="赵昇镕",
        told=(
            "检查人员已出示执法证件，说明来意，并告知被检查对象有权申请回避、进行陈述申辩，应当如实回答询问、配合检查。",
        ),
        observations=(
            "10时20分进入灌装间（二），压差计示值2Pa。",
            "10时45分查看原料库，两批甘油货位卡缺复验日期。",
        ),
        turns=(
            c.Turn(question="灌装间压差低于规定时如何处理？", answer="应当停止灌装并上报，当时没有发现。"),
            c.Turn(question="货位卡由谁填写？", answer="仓库保管员。"),
        ),
    ),
    "rectification_notice": c.RectificationNotice(
        **FRAME,
        receipt=RECEIPT,
        inspected_on=date(2026, 11, 20),
        inspection_number="渝药监妆检〔2026〕12号",
        basis="《化妆品监督管理条例》有关规定",
        deficiencies=DEFICIENCIES,
        due_on=date(2026, 12, 20),
        due_note="期限内不能完成的，应当在到期前提交整改计划。",
        hand_in_to="重庆市示例检查局",
        contact="王堃，023-00000001",
        remedy="对本通知有异议的，可以在收到后向本单位陈述申辩。",
        signatures=(c.Signature(role="签收人", name="李喆"),),
    ),
    "inspection_plan": c.InspectionPlan(
        **VISIT,
        receipt=RECEIPT,
        version=2,
        announced=False,
        edition="2022年检查要点（实际生产版）",
        items=("质量管理体系运行情况", "原料、内包材管理", "生产过程与批记录"),
        schedule=(
            c.ScheduleRow(when="11月20日 9时", what="出示证件，召开首次会议", who="全体"),
            c.ScheduleRow(when="11月20日 9时30分", what="现场检查与资料核查", who="全体"),
            c.ScheduleRow(when="11月20日 15时30分", what="检查组合议，召开末次会议", who="全体"),
        ),
        discipline=("不得事先向被检查对象透露检查信息；不得收受礼品礼金。",),
        changes=("第1版原定11月19日，因组员回避调整为11月20日，经派出检查单位同意。",),
        author="王堃",
        approver="示例检查局局长 孙某某",
        approved_at=datetime(2026, 11, 18, 2, 30, tzinfo=UTC),
    ),
}


def with_changes(name, **changes):
    """The sample of a document with some fields changed, validated again."""
    sample = CONTEXTS[name]
    values = {field: getattr(sample, field) for field in type(sample).model_fields}
    return type(sample)(**(values | changes))
