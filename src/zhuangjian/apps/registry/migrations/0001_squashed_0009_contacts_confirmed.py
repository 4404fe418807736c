"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import importlib

import django.db.models.deletion
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models

old = importlib.import_module("zhuangjian.apps.registry.migrations.0002_search_index")


class Migration(migrations.Migration):
    replaces = [
        ("registry", "0001_initial"),
        ("registry", "0002_search_index"),
        ("registry", "0003_fewer_indexes"),
        ("registry", "0004_listed_by_name"),
        ("registry", "0005_interest_answers"),
        ("registry", "0006_seller_and_operator"),
        ("registry", "0007_what_was_said"),
        ("registry", "0008_corrections"),
        ("registry", "0009_contacts_confirmed"),
    ]

    initial = True

    dependencies = [
        ("authorities", "0001_initial"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Party",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "credit_code",
                            models.CharField(
                                blank=True,
                                max_length=18,
                                null=True,
                                unique=True,
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        (
                            "old_code",
                            models.CharField(
                                blank=True, db_index=True, max_length=20, verbose_name="旧注册号"
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=200, verbose_name="名称")),
                        ("pinyin", models.CharField(blank=True, max_length=400, verbose_name="拼音")),
                        ("initials", models.CharField(blank=True, max_length=120, verbose_name="拼音首字母")),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="住所")),
                        (
                            "region_code",
                            models.CharField(
                                blank=True, db_index=True, max_length=6, verbose_name="行政区划代码"
                            ),
                        ),
                        (
                            "legal_representative",
                            models.CharField(blank=True, max_length=60, verbose_name="法定代表人"),
                        ),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="联系电话")),
                        ("is_synthetic", models.BooleanField(default=False, verbose_name="演示数据")),
                        ("first_seen", models.DateField(blank=True, null=True, verbose_name="首次出现")),
                        (
                            "register_seen",
                            models.DateField(blank=True, null=True, verbose_name="最近核对登记日期"),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "address_seen",
                            models.DateField(blank=True, null=True, verbose_name="最近写明住所的日期"),
                        ),
                    ],
                    options={
                        "verbose_name": "企业",
                        "verbose_name_plural": "企业",
                        "ordering": ("pinyin", "pk"),
                        "indexes": [models.Index(fields=["pinyin", "id"], name="party_by_name")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PartyName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=200, verbose_name="名称")),
                        ("pinyin", models.CharField(blank=True, max_length=400, verbose_name="拼音")),
                        ("initials", models.CharField(blank=True, max_length=120, verbose_name="拼音首字母")),
                        ("seen_from", models.DateField(blank=True, null=True, verbose_name="始见")),
                        ("seen_to", models.DateField(blank=True, null=True, verbose_name="终见")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                        (
                            "party",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "名称沿革",
                        "verbose_name_plural": "名称沿革",
                        "ordering": ("party", models.OrderBy(models.F("seen_from"), nulls_first=True), "pk"),
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "name"), name="party_name_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PartyKindRow",
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
                                    ("registrant", "注册人"),
                                    ("filer", "备案人"),
                                    ("manufacturer", "生产企业"),
                                    ("contract_manufacturer", "受托生产企业"),
                                    ("domestic_responsible_person", "境内责任人"),
                                    ("distributor", "销售经营者"),
                                    ("market_organiser", "集中交易市场开办者"),
                                    ("fair_host", "展销会举办者"),
                                    ("platform", "电子商务平台经营者"),
                                    ("salon", "美容美发机构"),
                                    ("hotel", "宾馆"),
                                    ("supplier", "原料及包材供应商"),
                                ],
                                db_index=True,
                                max_length=30,
                                verbose_name="类别",
                            ),
                        ),
                        ("since", models.DateField(blank=True, null=True, verbose_name="起")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                        (
                            "party",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="kind_rows",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "主体类别",
                        "verbose_name_plural": "主体类别",
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "kind"), name="party_kind_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Site",
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
                                    ("registered", "住所"),
                                    ("production", "生产地址"),
                                    ("warehouse", "仓库"),
                                    ("laboratory", "实验室"),
                                    ("shop", "经营场所"),
                                ],
                                max_length=20,
                                verbose_name="用途",
                            ),
                        ),
                        ("address", models.CharField(max_length=400, verbose_name="地址")),
                        (
                            "region_code",
                            models.CharField(blank=True, max_length=6, verbose_name="行政区划代码"),
                        ),
                        ("outside_province", models.BooleanField(default=False, verbose_name="省外")),
                        ("longitude", models.FloatField(blank=True, null=True, verbose_name="经度")),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                        ("seen_from", models.DateField(blank=True, null=True, verbose_name="始见")),
                        ("seen_to", models.DateField(blank=True, null=True, verbose_name="终见")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                        ("origin", models.CharField(blank=True, max_length=40, verbose_name="所载登记")),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sites",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "场所",
                        "verbose_name_plural": "场所",
                        "ordering": ("party", "kind", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="KeyPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="姓名")),
                        ("post", models.CharField(max_length=60, verbose_name="岗位")),
                        ("since", models.DateField(blank=True, null=True, verbose_name="任职起")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="任职止")),
                        (
                            "years_experience",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="从业年限"),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="key_people",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "关键岗位人员",
                        "verbose_name_plural": "关键岗位人员",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contact_for",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(blank=True, null=True, verbose_name="企业确认日期"),
                        ),
                        (
                            "ended_because",
                            models.CharField(blank=True, max_length=200, verbose_name="终止原因"),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "letter_digest",
                            models.CharField(blank=True, max_length=64, verbose_name="授权书摘要"),
                        ),
                        (
                            "letter_name",
                            models.CharField(blank=True, max_length=200, verbose_name="授权书文件名"),
                        ),
                        ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="授权至")),
                    ],
                    options={
                        "verbose_name": "企业联系人",
                        "verbose_name_plural": "企业联系人",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("person", "party"),
                                name="contact_once",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Jurisdiction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("article", models.CharField(max_length=20, verbose_name="条款")),
                        ("reason", models.CharField(max_length=200, verbose_name="理由")),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jurisdictions",
                                to="authorities.authority",
                                verbose_name="监管机构",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="jurisdictions",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "管辖",
                        "verbose_name_plural": "管辖",
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "authority"), name="jurisdiction_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Licence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=30, unique=True, verbose_name="许可证编号")),
                        ("scope_text", models.TextField(blank=True, verbose_name="许可项目")),
                        (
                            "production_address",
                            models.CharField(blank=True, max_length=400, verbose_name="生产地址"),
                        ),
                        ("issuer", models.CharField(blank=True, max_length=120, verbose_name="发证机关")),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="发证日期")),
                        (
                            "expires_on",
                            models.DateField(blank=True, db_index=True, null=True, verbose_name="有效期至"),
                        ),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                        ("seen_from", models.DateField(blank=True, null=True, verbose_name="本版始见")),
                        ("last_seen", models.DateField(blank=True, null=True, verbose_name="最近核对日期")),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="licences",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        ("observed", models.JSONField(blank=True, default=list, verbose_name="各次登记所载")),
                        (
                            "places_seen",
                            models.DateField(blank=True, null=True, verbose_name="最近写明生产地址的日期"),
                        ),
                    ],
                    options={
                        "verbose_name": "生产许可证",
                        "verbose_name_plural": "生产许可证",
                        "ordering": ("party", "-issued_on"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="LicenceEdition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("scope_text", models.TextField(blank=True, verbose_name="许可项目")),
                        (
                            "production_address",
                            models.CharField(blank=True, max_length=400, verbose_name="生产地址"),
                        ),
                        ("issuer", models.CharField(blank=True, max_length=120, verbose_name="发证机关")),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="发证日期")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                        ("seen_from", models.DateField(verbose_name="始见")),
                        ("seen_to", models.DateField(verbose_name="终见")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                        (
                            "licence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="editions",
                                to="registry.licence",
                                verbose_name="许可证",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "许可证沿革",
                        "verbose_name_plural": "许可证沿革",
                        "ordering": ("licence", "-seen_to", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="LicenceUnit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("unit", models.CharField(max_length=60, verbose_name="许可单元")),
                        ("categories", models.CharField(blank=True, max_length=300, verbose_name="类别")),
                        ("remark", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "licence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="units",
                                to="registry.licence",
                                verbose_name="许可证",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "许可单元",
                        "verbose_name_plural": "许可单元",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Product",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.CharField(max_length=60, unique=True, verbose_name="注册/备案编号"),
                        ),
                        ("name", models.CharField(max_length=300, verbose_name="产品名称")),
                        ("kind", models.CharField(blank=True, max_length=40, verbose_name="编号种类")),
                        ("is_special", models.BooleanField(default=False, verbose_name="特殊化妆品")),
                        ("is_children", models.BooleanField(default=False, verbose_name="儿童化妆品")),
                        (
                            "has_new_ingredient",
                            models.BooleanField(default=False, verbose_name="使用监测期新原料"),
                        ),
                        ("is_toothpaste", models.BooleanField(default=False, verbose_name="牙膏")),
                        (
                            "registered_on",
                            models.DateField(blank=True, null=True, verbose_name="注册/备案日期"),
                        ),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                        (
                            "party",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="products",
                                to="registry.party",
                                verbose_name="注册人/备案人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "产品",
                        "verbose_name_plural": "产品",
                        "ordering": ("party", "number"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Commission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(blank=True, null=True, verbose_name="起")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                        (
                            "manufacturer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="commissions_taken",
                                to="registry.party",
                                verbose_name="受托生产企业",
                            ),
                        ),
                        (
                            "principal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="commissions_given",
                                to="registry.party",
                                verbose_name="委托方",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                to="registry.product",
                                verbose_name="产品",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "委托生产",
                        "verbose_name_plural": "委托生产",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("principal", "manufacturer", "product"), name="commission_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PartyCorrection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("changes", models.JSONField(verbose_name="改动")),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        ("rests_on", models.CharField(max_length=300, verbose_name="依据")),
                        ("corrected_at", models.DateTimeField(verbose_name="更正时间")),
                        (
                            "restated_on",
                            models.DateField(blank=True, null=True, verbose_name="来源仍载旧内容"),
                        ),
                        (
                            "restated_by",
                            models.CharField(blank=True, max_length=120, verbose_name="仍载旧内容的来源"),
                        ),
                        (
                            "corrected_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="更正人",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="corrections",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "企业信息更正",
                        "verbose_name_plural": "企业信息更正",
                        "ordering": ("-pk",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="InterestAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("same", models.BooleanField(verbose_name="是同一单位")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="核对情况")),
                        ("answered_at", models.DateTimeField(verbose_name="答复时间")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "interest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="authorities.interest",
                                verbose_name="利害关系申报",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "利害关系单位核对",
                        "verbose_name_plural": "利害关系单位核对",
                        "ordering": ("pk",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SearchText",
                    fields=[
                        (
                            "party",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="search_text",
                                serialize=False,
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        ("words", models.TextField(verbose_name="检索词")),
                    ],
                    options={
                        "verbose_name": "检索词",
                        "verbose_name_plural": "检索词",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Signal",
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
                                    ("filing", "注册备案"),
                                    ("licence", "生产许可"),
                                    ("inspection", "监督检查"),
                                    ("sampling", "抽样检验"),
                                    ("complaint", "投诉举报"),
                                    ("adverse_reaction", "不良反应"),
                                    ("penalty", "行政处罚"),
                                    ("opinion", "舆情"),
                                ],
                                db_index=True,
                                max_length=20,
                                verbose_name="来源类别",
                            ),
                        ),
                        ("occurred_on", models.DateField(db_index=True, verbose_name="发生日期")),
                        (
                            "severity",
                            models.PositiveSmallIntegerField(default=1, verbose_name="严重程度（1–5）"),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="摘要")),
                        ("detail", models.JSONField(blank=True, default=dict, verbose_name="内容")),
                        ("party_role", models.CharField(blank=True, max_length=40, verbose_name="所涉角色")),
                        ("attributable", models.BooleanField(default=True, verbose_name="可归责")),
                        (
                            "attribution_note",
                            models.CharField(blank=True, max_length=200, verbose_name="归责说明"),
                        ),
                        (
                            "source_key",
                            models.CharField(max_length=160, unique=True, verbose_name="来源记录键"),
                        ),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                        (
                            "batch_id",
                            models.BigIntegerField(
                                blank=True, db_index=True, null=True, verbose_name="导入批次"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signals",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signals",
                                to="registry.product",
                                verbose_name="产品",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "风险信号",
                        "verbose_name_plural": "风险信号",
                        "ordering": ("-occurred_on", "-pk"),
                        "indexes": [
                            models.Index(
                                fields=["party", "occurred_on"], name="registry_si_party_i_f4a2fa_idx"
                            )
                        ],
                        "constraints": [],
                    },
                ),
            ],
        ),
        migrations.RunPython(old.forwards, old.backwards),
    ]
