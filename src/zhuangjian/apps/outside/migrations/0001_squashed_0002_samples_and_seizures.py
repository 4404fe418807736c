"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("outside", "0001_initial"), ("outside", "0002_samples_and_seizures")]

    initial = True

    dependencies = [
        ("authorities", "0003_licensing_officer"),
        ("evidence", "0003_unconfirmed"),
        ("inspections", "0006_evaluations"),
        ("registry", "0009_contacts_confirmed"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="OutsideProblem",
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
                        ("no", models.PositiveIntegerField(verbose_name="序号")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("reported", "待处置"),
                                    ("handled", "处置中"),
                                    ("closed", "处置完毕"),
                                ],
                                default="reported",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="发现的问题")),
                        ("products", models.TextField(blank=True, verbose_name="涉及的产品")),
                        ("assessment", models.TextField(verbose_name="综合风险评估")),
                        ("at_risk", models.BooleanField(default=False, verbose_name="可能存在质量安全风险")),
                        (
                            "harm",
                            models.BooleanField(
                                default=False, verbose_name="造成人体伤害或者可能危害人体健康"
                            ),
                        ),
                        ("advice", models.TextField(verbose_name="处理建议")),
                        ("found_at", models.DateTimeField(verbose_name="发现时间")),
                        ("reported_at", models.DateTimeField(verbose_name="报告时间")),
                        ("seen_at", models.DateTimeField(null=True, verbose_name="派出检查单位收悉时间")),
                        ("answer", models.TextField(blank=True, verbose_name="辖区监管部门处置意见")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="处置时间")),
                        ("ordered_at", models.DateTimeField(null=True, verbose_name="责令暂停时间")),
                        (
                            "nationwide",
                            models.BooleanField(
                                default=False, verbose_name="需要在全国范围内采取风险控制措施"
                            ),
                        ),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="处置完毕时间")),
                        ("closing", models.TextField(blank=True, verbose_name="处置结果")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="处置人",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outside_problems",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "local_authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="辖区监管部门",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outside_problems",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "provincial",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="通报的省级部门",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报告人",
                            ),
                        ),
                        (
                            "seen_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="收悉人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任务外问题",
                        "verbose_name_plural": "任务外问题",
                        "ordering": ("-reported_at", "-pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("inspection", "no"), name="outside_problem_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProblemEvidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="evidence.evidence",
                                verbose_name="证据",
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence_rows",
                                to="outside.outsideproblem",
                                verbose_name="任务外问题",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任务外问题的证据",
                        "verbose_name_plural": "任务外问题的证据",
                        "ordering": ("problem", "pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("problem", "evidence"), name="problem_evidence_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Handling",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sampling", "抽样、送检"),
                                    ("sealing", "查封"),
                                    ("detention", "扣押"),
                                    ("order", "责令暂停生产、经营"),
                                    ("notice", "通报产品标签标示的省份"),
                                ],
                                max_length=20,
                                verbose_name="种类",
                            ),
                        ),
                        ("number", models.CharField(max_length=80, verbose_name="文书编号")),
                        ("on", models.DateField(verbose_name="日期")),
                        ("subject", models.TextField(verbose_name="涉及的产品、物品")),
                        (
                            "whom",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="检验机构、保管地点或者通报对象"
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="情况")),
                        ("until", models.DateField(null=True, verbose_name="期限")),
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
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="handlings",
                                to="outside.outsideproblem",
                                verbose_name="任务外问题",
                            ),
                        ),
                        ("ended_on", models.DateField(null=True, verbose_name="解除或者处理日期")),
                        (
                            "ending",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("returned", "解除并退还"),
                                    ("case", "随案件处理"),
                                    ("destroyed", "依法销毁"),
                                    ("police", "移送公安机关"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="解除或者处理",
                            ),
                        ),
                        (
                            "ending_text",
                            models.TextField(blank=True, default="", verbose_name="解除或者处理情况"),
                        ),
                        ("extended_on", models.DateField(null=True, verbose_name="延长日期")),
                        (
                            "extension",
                            models.CharField(
                                blank=True, default="", max_length=400, verbose_name="延长的文书编号和理由"
                            ),
                        ),
                        ("final_on", models.DateField(null=True, verbose_name="收到复检报告日期")),
                        ("final_passed", models.BooleanField(null=True, verbose_name="复检合格")),
                        (
                            "final_report",
                            models.CharField(
                                blank=True, default="", max_length=80, verbose_name="复检报告编号"
                            ),
                        ),
                        ("passed", models.BooleanField(null=True, verbose_name="检验合格")),
                        ("reinspect_until", models.DateField(null=True, verbose_name="可以申请复检至")),
                        (
                            "reinspection_at",
                            models.CharField(blank=True, default="", max_length=200, verbose_name="复检机构"),
                        ),
                        ("reinspection_on", models.DateField(null=True, verbose_name="申请复检日期")),
                        (
                            "report",
                            models.CharField(
                                blank=True, default="", max_length=80, verbose_name="检验报告编号"
                            ),
                        ),
                        ("result_on", models.DateField(null=True, verbose_name="收到检验报告日期")),
                        ("told_on", models.DateField(null=True, verbose_name="送达企业日期")),
                    ],
                    options={
                        "verbose_name": "任务外问题的处置",
                        "verbose_name_plural": "任务外问题的处置",
                        "ordering": ("problem", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
