"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("measures", "0001_initial"), ("measures", "0002_urgent_orders")]

    initial = True

    dependencies = [
        ("authorities", "0003_licensing_officer"),
        ("inspections", "0006_evaluations"),
        ("outside", "0002_samples_and_seizures"),
        ("registry", "0009_contacts_confirmed"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        ("number", models.CharField(max_length=60, unique=True, verbose_name="文号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("suspend", "责令暂停生产经营"),
                                    ("recall", "责令召回"),
                                    ("control", "其他风险控制措施"),
                                    ("interview", "责任约谈"),
                                    ("credit", "记录信用档案"),
                                    ("file", "立案调查"),
                                    ("none", "不另作处理"),
                                ],
                                max_length=10,
                                verbose_name="措施",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("in_force", "执行中"),
                                    ("summoned", "待约谈"),
                                    ("committed", "承诺履行中"),
                                    ("recorded", "已记录"),
                                    ("lifted", "已解除"),
                                    ("ended", "已办结"),
                                    ("withdrawn", "已撤销"),
                                ],
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("result", "检查结果"),
                                    ("risk", "检查中发现的安全风险"),
                                    ("rectification", "未按要求整改"),
                                    ("obstruction", "拒绝、逃避、阻碍检查"),
                                ],
                                max_length=20,
                                verbose_name="事由",
                            ),
                        ),
                        ("basis", models.CharField(max_length=300, verbose_name="依据")),
                        ("facts", models.TextField(verbose_name="查明的情况")),
                        ("scope", models.TextField(blank=True, verbose_name="范围")),
                        ("requirement", models.TextField(blank=True, verbose_name="要求")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                        (
                            "summons",
                            models.CharField(blank=True, max_length=200, verbose_name="约谈时间和对象"),
                        ),
                        ("decided_at", models.DateTimeField(verbose_name="决定时间")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                        ("end_note", models.TextField(blank=True, verbose_name="结束说明")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="作出决定的部门",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="outside.outsideproblem",
                                verbose_name="任务外问题",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "处理措施",
                        "verbose_name_plural": "处理措施",
                        "ordering": ("-decided_at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Progress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("check", "核查执行情况"),
                                    ("recall", "召回进展"),
                                    ("effect", "召回效果评估"),
                                    ("commitment", "履行承诺的情况"),
                                    ("verified", "核查承诺"),
                                    ("frequency", "检查频次安排"),
                                ],
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        ("good", models.BooleanField(null=True, verbose_name="符合要求")),
                        ("sold", models.PositiveIntegerField(null=True, verbose_name="已售出数量")),
                        ("recalled", models.PositiveIntegerField(null=True, verbose_name="已召回数量")),
                        ("disposed", models.PositiveIntegerField(null=True, verbose_name="已处置数量")),
                        ("text", models.TextField(verbose_name="情况")),
                        ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="progress",
                                to="measures.measure",
                                verbose_name="措施",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "措施执行情况",
                        "verbose_name_plural": "措施执行情况",
                        "ordering": ("measure", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Interview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="约谈日期")),
                        ("absent", models.BooleanField(default=False, verbose_name="被约谈人没有到场")),
                        ("attendees", models.TextField(blank=True, verbose_name="到场人员")),
                        ("record", models.TextField(verbose_name="约谈记录")),
                        ("commitments", models.TextField(blank=True, verbose_name="承诺事项")),
                        ("commit_by", models.DateField(blank=True, null=True, verbose_name="承诺完成日期")),
                        ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="interviews",
                                to="measures.measure",
                                verbose_name="责任约谈",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "约谈情况",
                        "verbose_name_plural": "约谈情况",
                        "ordering": ("measure", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Lifting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        ("no", models.PositiveIntegerField(verbose_name="第几次")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("received", "待评估"),
                                    ("assessed", "待决定"),
                                    ("lifted", "已解除"),
                                    ("refused", "不予解除"),
                                ],
                                default="received",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("received_on", models.DateField(verbose_name="收到整改报告之日")),
                        ("due_on", models.DateField(null=True, verbose_name="评估期限")),
                        ("main_problems", models.TextField(verbose_name="存在的主要问题")),
                        ("investigation", models.TextField(verbose_name="问题调查分析与风险评估")),
                        ("risk_control", models.TextField(verbose_name="风险控制措施")),
                        ("effect", models.TextField(verbose_name="整改后效果")),
                        ("attachments", models.JSONField(blank=True, default=list, verbose_name="附件摘要")),
                        ("handed_in_at", models.DateTimeField(verbose_name="提出时间")),
                        (
                            "entered_for",
                            models.BooleanField(default=False, verbose_name="由监管部门代为登记"),
                        ),
                        ("number", models.CharField(blank=True, max_length=60, verbose_name="决定文号")),
                        ("reason", models.TextField(blank=True, verbose_name="不予解除的理由")),
                        ("publish", models.BooleanField(default=False, verbose_name="向社会公布")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="决定时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="作出决定的部门",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="决定人",
                            ),
                        ),
                        (
                            "handed_in_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="liftings",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="liftings",
                                to="measures.measure",
                                verbose_name="措施",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "解除申请",
                        "verbose_name_plural": "解除申请",
                        "ordering": ("-received_on", "-pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("measure", "no"), name="lifting_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on_site", models.BooleanField(default=False, verbose_name="现场评估")),
                        ("passed", models.BooleanField(verbose_name="符合要求")),
                        ("text", models.TextField(verbose_name="评估情况")),
                        ("late", models.BooleanField(default=False, verbose_name="逾期")),
                        ("assessed_at", models.DateTimeField(verbose_name="评估时间")),
                        (
                            "assessed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="评估人",
                            ),
                        ),
                        (
                            "lifting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assessments",
                                to="measures.lifting",
                                verbose_name="解除申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "解除评估",
                        "verbose_name_plural": "解除评估",
                        "ordering": ("lifting", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Obstruction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("open", "待处理"),
                                    ("handed_over", "已移送，待反馈"),
                                    ("interview", "已约谈处理"),
                                    ("lead", "已转线索办理"),
                                    ("ended", "已办结"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("forms", models.JSONField(default=list, verbose_name="情形")),
                        ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                        ("at_risk", models.BooleanField(default=False, verbose_name="视为存在安全隐患")),
                        ("risk", models.TextField(blank=True, verbose_name="安全隐患的判断")),
                        ("evidence", models.JSONField(blank=True, default=list, verbose_name="证据")),
                        ("no_evidence", models.TextField(blank=True, verbose_name="没有证据材料的原因")),
                        (
                            "handling",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("interview", "责任约谈"),
                                    ("police", "移送公安机关"),
                                    ("other", "移送其他有权处理的部门"),
                                    ("lead", "作为违法线索调查处理"),
                                ],
                                max_length=10,
                                verbose_name="处理",
                            ),
                        ),
                        ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                        ("number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        (
                            "to_department",
                            models.CharField(blank=True, max_length=120, verbose_name="移送的部门"),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="处理意见")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="处理时间")),
                        ("result", models.TextField(blank=True, verbose_name="处理结果")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="辖区监管部门",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "inspection",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obstructed",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obstructions",
                                to="measures.measure",
                                verbose_name="责任约谈",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obstructions",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "拒绝、逃避、阻碍检查",
                        "verbose_name_plural": "拒绝、逃避、阻碍检查",
                        "ordering": ("-recorded_at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
