"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("cooperation", "0001_initial"),
        ("cooperation", "0002_label_notices"),
        ("cooperation", "0003_assisted"),
    ]

    initial = True

    dependencies = [
        ("authorities", "0003_licensing_officer"),
        ("enforcement", "0002_leads"),
        ("inspections", "0006_evaluations"),
        ("outside", "0002_samples_and_seizures"),
        ("programme", "0007_task_authority"),
        ("registry", "0009_contacts_confirmed"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Letter",
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
                            "direction",
                            models.CharField(
                                choices=[("out", "去函"), ("in", "来函")], max_length=3, verbose_name="来去"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("assistance", "协助调查函"),
                                    ("delegated", "委托检查联系函"),
                                    ("joint", "联合检查联系函"),
                                    ("extended", "延伸检查联系函"),
                                    ("outside", "外省企业问题函告"),
                                    ("lead_notice", "违法线索通报函"),
                                    ("lead_transfer", "违法线索移送函"),
                                    ("police", "涉嫌犯罪案件移送书"),
                                    ("dispute", "指定管辖请示"),
                                    ("risk", "系统性、区域性风险报告"),
                                    ("contact", "工作联系函"),
                                    ("label_notice", "风险控制通报函"),
                                ],
                                max_length=20,
                                verbose_name="函件种类",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "拟稿"),
                                    ("sent", "待复函"),
                                    ("received", "待办理"),
                                    ("answered", "已复函"),
                                    ("closed", "已办结"),
                                    ("withdrawn", "已撤回"),
                                ],
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("body_name", models.CharField(blank=True, max_length=120, verbose_name="来文单位")),
                        (
                            "body_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("province", "省级药品监督管理部门"),
                                    ("local", "省级以下药品监督管理部门"),
                                    ("national", "国家药品监督管理局"),
                                    ("police", "公安机关"),
                                    ("other", "其他部门、机构"),
                                ],
                                max_length=12,
                                verbose_name="来文单位类别",
                            ),
                        ),
                        (
                            "theirs",
                            models.UUIDField(db_index=True, null=True, verbose_name="来文单位的公开编号"),
                        ),
                        (
                            "public_key",
                            models.CharField(blank=True, max_length=64, verbose_name="来文签名公钥"),
                        ),
                        ("trusted", models.BooleanField(default=False, verbose_name="公钥事先已知")),
                        ("subject", models.CharField(max_length=200, verbose_name="事由")),
                        (
                            "party_name",
                            models.CharField(blank=True, max_length=200, verbose_name="涉及企业名称"),
                        ),
                        ("reasons", models.TextField(blank=True, verbose_name="理由")),
                        ("matters", models.TextField(blank=True, verbose_name="事项")),
                        ("contact_name", models.CharField(blank=True, max_length=60, verbose_name="联系人")),
                        (
                            "contact_way",
                            models.CharField(blank=True, max_length=120, verbose_name="联系方式"),
                        ),
                        (
                            "public_info",
                            models.CharField(blank=True, max_length=60, verbose_name="可公开查询的信息"),
                        ),
                        ("public_reason", models.TextField(blank=True, verbose_name="仍需协查的理由")),
                        ("unlicensed", models.BooleanField(default=False, verbose_name="未经许可的生产经营")),
                        (
                            "urgency",
                            models.CharField(
                                choices=[("ordinary", "一般"), ("urgent", "紧急")],
                                default="ordinary",
                                max_length=10,
                                verbose_name="缓急",
                            ),
                        ),
                        ("own_term", models.DateField(null=True, verbose_name="请求的期限")),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="发出时间")),
                        ("received_on", models.DateField(null=True, verbose_name="收到日期")),
                        ("due", models.DateField(null=True, verbose_name="函复期限")),
                        ("decision", models.BooleanField(null=True, verbose_name="决定开展")),
                        ("decision_text", models.TextField(blank=True, verbose_name="决定的理由和安排")),
                        ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                        (
                            "unclear",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("violation", "违法问题尚不确定"),
                                    ("competence", "管辖权尚不确定"),
                                    ("both", "违法问题和管辖权都不确定"),
                                ],
                                max_length=12,
                                verbose_name="尚不确定",
                            ),
                        ),
                        ("unclear_text", models.TextField(blank=True, verbose_name="不确定的问题")),
                        ("together", models.TextField(blank=True, verbose_name="共同调查取证情况")),
                        ("disputed", models.BooleanField(default=False, verbose_name="存在管辖权争议")),
                        ("closing", models.TextField(blank=True, verbose_name="办结或者撤回说明")),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                        ("written_at", models.DateTimeField(verbose_name="登记时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="authorities.authority",
                                verbose_name="登记单位",
                            ),
                        ),
                        (
                            "earlier",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later",
                                to="cooperation.letter",
                                verbose_name="相关的函件",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="承办单位",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="enforcement.lead",
                                verbose_name="违法线索",
                            ),
                        ),
                        (
                            "paired",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cooperation.letter",
                                verbose_name="对应的去函",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="registry.party",
                                verbose_name="涉及企业",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发出人",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="programme.task",
                                verbose_name="检查任务",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="outside.outsideproblem",
                                verbose_name="任务外问题",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "函件",
                        "verbose_name_plural": "函件",
                        "ordering": ("-written_at", "-pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("theirs__isnull", False)),
                                fields=("authority", "theirs"),
                                name="letter_received_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assisted",
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
                                    ("warehouse", "异地仓库"),
                                    ("maker", "受托生产企业"),
                                    ("ingredient", "原料供应商、生产企业"),
                                    ("packaging", "直接接触化妆品的包装材料供应商、生产企业"),
                                ],
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        ("principal", models.CharField(max_length=200, verbose_name="外省企业")),
                        (
                            "principal_code",
                            models.CharField(
                                blank=True, max_length=18, verbose_name="外省企业统一社会信用代码"
                            ),
                        ),
                        (
                            "asked_by",
                            models.CharField(
                                max_length=120, verbose_name="外省企业所在地省级药品监督管理部门"
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="地址")),
                        ("scope", models.TextField(blank=True, verbose_name="储存、生产或者供应的产品")),
                        ("since", models.DateField(verbose_name="开始日期")),
                        ("ended_on", models.DateField(null=True, verbose_name="结束日期")),
                        (
                            "end_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="结束的理由"),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="登记单位",
                            ),
                        ),
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
                            "letter",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assisted",
                                to="cooperation.letter",
                                verbose_name="相关函件",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assisted",
                                to="registry.party",
                                verbose_name="本地企业",
                            ),
                        ),
                        (
                            "supervisor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="协助监管的单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "协助日常监管",
                        "verbose_name_plural": "协助日常监管",
                        "ordering": ("-entered_at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PublicCopy",
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
                        ("about", models.CharField(max_length=200, verbose_name="查询对象")),
                        ("info", models.CharField(max_length=60, verbose_name="信息")),
                        ("source", models.CharField(max_length=300, verbose_name="出处")),
                        (
                            "method",
                            models.CharField(
                                choices=[("print", "打印"), ("photo", "拍照"), ("video", "录像")],
                                max_length=10,
                                verbose_name="固定方式",
                            ),
                        ),
                        ("taken_at", models.DateTimeField(verbose_name="固定时间")),
                        ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("media_type", models.CharField(max_length=100, verbose_name="格式")),
                        ("size", models.BigIntegerField(verbose_name="字节数")),
                        ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="登记单位",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="public_copies",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="public_copies",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公开信息固定件",
                        "verbose_name_plural": "公开信息固定件",
                        "ordering": ("-taken_at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Addressee",
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
                        ("name", models.CharField(max_length=120, verbose_name="收文单位")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("province", "省级药品监督管理部门"),
                                    ("local", "省级以下药品监督管理部门"),
                                    ("national", "国家药品监督管理局"),
                                    ("police", "公安机关"),
                                    ("other", "其他部门、机构"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("second", models.BooleanField(default=False, verbose_name="抄送")),
                        ("received_on", models.DateField(null=True, verbose_name="对方收到日期")),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="本系统内的单位",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="addressees",
                                to="cooperation.letter",
                                verbose_name="函件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "收文单位",
                        "verbose_name_plural": "收文单位",
                        "ordering": ("letter", "pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("letter", "name"), name="letter_addressed_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
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
                        ("body_name", models.CharField(max_length=120, verbose_name="复函单位")),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="复函文号")),
                        ("answered_on", models.DateField(verbose_name="复函日期")),
                        ("text", models.TextField(verbose_name="复函内容")),
                        ("trusted", models.BooleanField(default=False, verbose_name="签名已核对")),
                        ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="cooperation.letter",
                                verbose_name="函件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "复函",
                        "verbose_name_plural": "复函",
                        "ordering": ("letter", "pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("letter", "body_name"), name="letter_answered_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Annex",
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
                        ("of_answer", models.BooleanField(default=False, verbose_name="复函附件")),
                        ("body_name", models.CharField(max_length=120, verbose_name="出具单位")),
                        ("title", models.CharField(max_length=200, verbose_name="名称")),
                        ("media_type", models.CharField(max_length=100, verbose_name="格式")),
                        ("size", models.BigIntegerField(verbose_name="字节数")),
                        ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                        ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="annexes",
                                to="cooperation.letter",
                                verbose_name="函件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "函件附件",
                        "verbose_name_plural": "函件附件",
                        "ordering": ("letter", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
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
                        ("body_name", models.CharField(max_length=120, verbose_name="告知单位")),
                        ("until", models.DateField(verbose_name="延期至")),
                        ("reason", models.TextField(verbose_name="延期的理由")),
                        ("told_on", models.DateField(verbose_name="告知日期")),
                        ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="extensions",
                                to="cooperation.letter",
                                verbose_name="函件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "延期告知",
                        "verbose_name_plural": "延期告知",
                        "ordering": ("letter", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Delegate",
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
                            "side",
                            models.CharField(
                                choices=[("ours", "本单位"), ("theirs", "对方")],
                                max_length=6,
                                verbose_name="哪一方",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="姓名")),
                        ("unit_name", models.CharField(max_length=120, verbose_name="单位")),
                        ("leader", models.BooleanField(default=False, verbose_name="组长")),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="delegates",
                                to="cooperation.letter",
                                verbose_name="函件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "派出人员",
                        "verbose_name_plural": "派出人员",
                        "ordering": ("letter", "-leader", "pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("letter", "name", "unit_name"), name="letter_goes_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
