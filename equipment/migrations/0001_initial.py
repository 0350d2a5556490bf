import core.database
import core.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', core.fields.SlugField(help_text="Public and permanent: it is the record's address.", max_length=80, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('definition', models.TextField(blank=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='equipment.category')),
            ],
            options={
                'verbose_name_plural': 'categories',
                'ordering': ['slug'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='category_parent_is_not_id', violation_error_message='“parent” and “id” must differ.')],
            },
        ),
        migrations.CreateModel(
            name='Property',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', core.fields.SlugField(help_text="Public and permanent: it is the record's address.", max_length=80, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('dimension', models.CharField(choices=[('length', 'length'), ('mass', 'mass'), ('speed', 'speed'), ('power', 'power'), ('force', 'force'), ('frequency', 'frequency'), ('yield', 'yield'), ('time', 'time'), ('count', 'count'), ('ratio', 'ratio'), ('money', 'money'), ('text', 'text')], max_length=20)),
                ('unit', models.CharField(blank=True, help_text='Canonical unit; blank for counts and texts.', max_length=10)),
                ('definition', models.TextField()),
            ],
            options={
                'verbose_name_plural': 'properties',
                'ordering': ['slug'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('dimension__in', ['length', 'mass', 'speed', 'power', 'force', 'frequency', 'yield', 'time', 'count', 'ratio', 'money', 'text'])), name='property_dimension_in_vocabulary', violation_error_message='“dimension” must be one of: length, mass, speed, power, force, frequency, yield, time, count, ratio, money, text.')],
            },
        ),
        migrations.CreateModel(
            name='WeaponSystem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', core.fields.SlugField(help_text="Public and permanent: it is the record's address.", max_length=80, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('name_key', core.fields.NameKeyField(source='name')),
                ('summary', models.TextField(blank=True, help_text='What it is, in a few sentences.')),
                ('notes', models.TextField(blank=True, help_text='What a reader should know about the record itself.')),
                ('publication', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=20)),
                ('external_id', models.CharField(blank=True, help_text='Its key in that data set.', max_length=120, null=True)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('updated', models.DateTimeField(auto_now=True, db_index=True, help_text='Of the entry or anything it owns.')),
                ('role', models.CharField(blank=True, help_text='What it is for.', max_length=200)),
                ('status', models.CharField(choices=[('development', 'In development'), ('in-service', 'In service'), ('retired', 'Retired'), ('cancelled', 'Cancelled')], max_length=20)),
                ('first_flight', core.fields.PartialDateField(help_text='Of a missile or satellite: first known launch.')),
                ('introduced', core.fields.PartialDateField(help_text='Entered service with its first operator.')),
                ('retired', core.fields.PartialDateField(help_text='Left service with its last operator.')),
                ('family', core.fields.SlugField(blank=True, help_text='Shared by systems of one family.', max_length=80)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weapon_systems', to='equipment.category')),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_entries', to='reference.dataset')),
                ('derived_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='derivatives', to='equipment.weaponsystem')),
                ('origins', models.ManyToManyField(blank=True, related_name='originated_systems', to='reference.country')),
                ('related', models.ManyToManyField(blank=True, to='equipment.weaponsystem')),
                ('variant_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='variant_entries', to='equipment.weaponsystem')),
            ],
            options={
                'ordering': ['slug'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
                'indexes': [models.Index(core.database.InBytes('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='weaponsystem_by_slug'), models.Index(core.database.InBytes('name_key'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='weaponsystem_by_name_key'), models.Index(core.database.InBytes('created'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='weaponsystem_by_created'), models.Index(core.database.InBytes('updated'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='weaponsystem_by_updated'), models.Index(core.database.InBytes('status'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='weaponsystem_by_status'), models.Index(core.database.InBytes('family'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='weaponsystem_by_family'), models.Index(core.database.InBytes('first_flight'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='weaponsystem_by_first_flight'), models.Index(core.database.InBytes('introduced'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='weaponsystem_by_introduced'), models.Index(core.database.InBytes('retired'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='weaponsystem_by_retired')],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='weaponsystem_publication_in_vocabulary', violation_error_message='“publication” must be one of: draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(models.Q(('dataset__isnull', True), ('external_id__isnull', True)), models.Q(('dataset__isnull', False), ('external_id__isnull', False)), _connector='OR'), name='weaponsystem_dataset_with_external_id', violation_error_message='Give both “dataset” and “external id”, or neither.'), models.UniqueConstraint(fields=('dataset', 'external_id'), name='weaponsystem_unique_dataset_external_id', violation_error_message='There is a record with this dataset and external id already.'), models.CheckConstraint(condition=models.Q(('status__in', ['development', 'in-service', 'retired', 'cancelled'])), name='weaponsystem_status_in_vocabulary', violation_error_message='“status” must be one of: development, in-service, retired, cancelled.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Left('introduced', django.db.models.functions.text.Length('retired')), models.F('retired')), name='weaponsystem_introduced_before_retired', violation_error_message='“retired” is before “introduced”.'), models.CheckConstraint(condition=models.Q(('derived_from', models.F('id')), _negated=True), name='weaponsystem_derived_from_is_not_id', violation_error_message='“derived from” and “id” must differ.'), models.CheckConstraint(condition=models.Q(('variant_of', models.F('id')), _negated=True), name='weaponsystem_variant_of_is_not_id', violation_error_message='“variant of” and “id” must differ.')],
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', core.fields.SlugField(blank=True, help_text='Short name within its owner; made when left blank.', max_length=60)),
                ('locator', models.CharField(blank=True, help_text='Page or paragraph.', max_length=80)),
                ('quote', models.CharField(blank=True, help_text='A short one.', max_length=500)),
                ('certainty', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('probable', 'Probable'), ('claimed', 'Claimed'), ('attributed', 'Attributed'), ('suspected', 'Suspected'), ('disputed', 'Disputed')], help_text='Blank: not assessed.', max_length=12)),
                ('rank', models.CharField(choices=[('preferred', 'Preferred'), ('normal', 'Normal'), ('deprecated', 'Deprecated')], default='normal', max_length=12)),
                ('note', models.TextField(blank=True)),
                ('name', models.CharField(max_length=200)),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_claims', to='reference.dataset')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)s_claims', to='reference.source')),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='variant_claims', to='equipment.weaponsystem')),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='equipment.weaponsystem')),
            ],
            options={
                'ordering': ['ref', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['rank'], name='variant_by_rank')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rank__in', ['preferred', 'normal', 'deprecated'])), name='variant_rank_in_vocabulary', violation_error_message='“rank” must be one of: preferred, normal, deprecated.'), models.CheckConstraint(condition=models.Q(('certainty__in', ['confirmed', 'probable', 'claimed', 'attributed', 'suspected', 'disputed', ''])), name='variant_certainty_in_vocabulary', violation_error_message='“certainty” must be blank or one of: confirmed, probable, claimed, attributed, suspected, disputed.'), models.UniqueConstraint(fields=('system', 'ref'), name='variant_unique_system_ref', violation_error_message='There is a record with this system and ref already.'), models.CheckConstraint(condition=models.Q(('entry', models.F('system')), _negated=True), name='variant_entry_is_not_system', violation_error_message='“entry” and “system” must differ.')],
            },
        ),
        migrations.CreateModel(
            name='Specification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', core.fields.SlugField(blank=True, help_text='Short name within its owner; made when left blank.', max_length=60)),
                ('locator', models.CharField(blank=True, help_text='Page or paragraph.', max_length=80)),
                ('quote', models.CharField(blank=True, help_text='A short one.', max_length=500)),
                ('certainty', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('probable', 'Probable'), ('claimed', 'Claimed'), ('attributed', 'Attributed'), ('suspected', 'Suspected'), ('disputed', 'Disputed')], help_text='Blank: not assessed.', max_length=12)),
                ('rank', models.CharField(choices=[('preferred', 'Preferred'), ('normal', 'Normal'), ('deprecated', 'Deprecated')], default='normal', max_length=12)),
                ('note', models.TextField(blank=True)),
                ('minimum', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True)),
                ('maximum', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True)),
                ('stated', models.CharField(help_text='As printed, with its unit.', max_length=300)),
                ('condition', models.CharField(blank=True, help_text='When it holds: by version, load, altitude.', max_length=300)),
                ('approximate', models.BooleanField(default=False, help_text='The source says about, or Mach was converted.')),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_claims', to='reference.dataset')),
                ('property', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='specifications', to='equipment.property')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)s_claims', to='reference.source')),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='specifications', to='equipment.weaponsystem')),
            ],
            options={
                'ordering': ['ref', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['rank'], name='specification_by_rank')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rank__in', ['preferred', 'normal', 'deprecated'])), name='specification_rank_in_vocabulary', violation_error_message='“rank” must be one of: preferred, normal, deprecated.'), models.CheckConstraint(condition=models.Q(('certainty__in', ['confirmed', 'probable', 'claimed', 'attributed', 'suspected', 'disputed', ''])), name='specification_certainty_in_vocabulary', violation_error_message='“certainty” must be blank or one of: confirmed, probable, claimed, attributed, suspected, disputed.'), models.UniqueConstraint(fields=('system', 'ref'), name='specification_unique_system_ref', violation_error_message='There is a record with this system and ref already.'), models.CheckConstraint(condition=models.Q(('minimum__lte', models.F('maximum'))), name='specification_minimum_not_above_maximum', violation_error_message='“minimum” is above “maximum”.')],
            },
        ),
        migrations.CreateModel(
            name='Operator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', core.fields.SlugField(blank=True, help_text='Short name within its owner; made when left blank.', max_length=60)),
                ('locator', models.CharField(blank=True, help_text='Page or paragraph.', max_length=80)),
                ('quote', models.CharField(blank=True, help_text='A short one.', max_length=500)),
                ('certainty', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('probable', 'Probable'), ('claimed', 'Claimed'), ('attributed', 'Attributed'), ('suspected', 'Suspected'), ('disputed', 'Disputed')], help_text='Blank: not assessed.', max_length=12)),
                ('rank', models.CharField(choices=[('preferred', 'Preferred'), ('normal', 'Normal'), ('deprecated', 'Deprecated')], default='normal', max_length=12)),
                ('note', models.TextField(blank=True)),
                ('service', models.CharField(blank=True, help_text='Branch, as stated: Indian Air Force.', max_length=120)),
                ('since', core.fields.PartialDateField()),
                ('until', core.fields.PartialDateField()),
                ('quantity_low', models.PositiveIntegerField(blank=True, help_text='Lowest number stated.', null=True)),
                ('quantity_best', models.PositiveIntegerField(blank=True, help_text='Best number known.', null=True)),
                ('quantity_high', models.PositiveIntegerField(blank=True, help_text='Highest number stated.', null=True)),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='operated_systems', to='reference.country')),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_claims', to='reference.dataset')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='operated_systems', to='reference.organisation')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)s_claims', to='reference.source')),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='operators', to='equipment.weaponsystem')),
            ],
            options={
                'ordering': ['ref', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['rank'], name='operator_by_rank')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rank__in', ['preferred', 'normal', 'deprecated'])), name='operator_rank_in_vocabulary', violation_error_message='“rank” must be one of: preferred, normal, deprecated.'), models.CheckConstraint(condition=models.Q(('certainty__in', ['confirmed', 'probable', 'claimed', 'attributed', 'suspected', 'disputed', ''])), name='operator_certainty_in_vocabulary', violation_error_message='“certainty” must be blank or one of: confirmed, probable, claimed, attributed, suspected, disputed.'), models.UniqueConstraint(fields=('system', 'ref'), name='operator_unique_system_ref', violation_error_message='There is a record with this system and ref already.'), models.CheckConstraint(condition=models.Q(models.Q(('country__isnull', False), ('organisation__isnull', True)), models.Q(('country__isnull', True), ('organisation__isnull', False)), _connector='OR'), name='operator_country_or_organisation', violation_error_message='Give exactly one of: country, organisation.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Left('since', django.db.models.functions.text.Length('until')), models.F('until')), name='operator_since_before_until', violation_error_message='“until” is before “since”.')],
            },
        ),
        migrations.CreateModel(
            name='Maker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', core.fields.SlugField(blank=True, help_text='Short name within its owner; made when left blank.', max_length=60)),
                ('locator', models.CharField(blank=True, help_text='Page or paragraph.', max_length=80)),
                ('quote', models.CharField(blank=True, help_text='A short one.', max_length=500)),
                ('certainty', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('probable', 'Probable'), ('claimed', 'Claimed'), ('attributed', 'Attributed'), ('suspected', 'Suspected'), ('disputed', 'Disputed')], help_text='Blank: not assessed.', max_length=12)),
                ('rank', models.CharField(choices=[('preferred', 'Preferred'), ('normal', 'Normal'), ('deprecated', 'Deprecated')], default='normal', max_length=12)),
                ('note', models.TextField(blank=True)),
                ('role', models.CharField(choices=[('designed', 'Designed'), ('developed', 'Developed'), ('manufactured', 'Manufactured'), ('licence-produced', 'Licence-produced')], max_length=20)),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_claims', to='reference.dataset')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='made_systems', to='reference.organisation')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)s_claims', to='reference.source')),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='makers', to='equipment.weaponsystem')),
            ],
            options={
                'ordering': ['ref', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['rank'], name='maker_by_rank')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rank__in', ['preferred', 'normal', 'deprecated'])), name='maker_rank_in_vocabulary', violation_error_message='“rank” must be one of: preferred, normal, deprecated.'), models.CheckConstraint(condition=models.Q(('certainty__in', ['confirmed', 'probable', 'claimed', 'attributed', 'suspected', 'disputed', ''])), name='maker_certainty_in_vocabulary', violation_error_message='“certainty” must be blank or one of: confirmed, probable, claimed, attributed, suspected, disputed.'), models.UniqueConstraint(fields=('system', 'ref'), name='maker_unique_system_ref', violation_error_message='There is a record with this system and ref already.'), models.CheckConstraint(condition=models.Q(('role__in', ['designed', 'developed', 'manufactured', 'licence-produced'])), name='maker_role_in_vocabulary', violation_error_message='“role” must be one of: designed, developed, manufactured, licence-produced.')],
            },
        ),
        migrations.CreateModel(
            name='WeaponSystemAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('key', core.fields.NameKeyField(source='text')),
                ('kind', models.CharField(choices=[('designation', 'Designation'), ('nato', 'NATO reporting name'), ('service', 'Service name'), ('marketing', 'Marketing name'), ('former', 'Former name'), ('dataset-label', 'Data-set label'), ('transliteration', 'Transliteration'), ('abbreviation', 'Abbreviation'), ('short-title', 'Short title'), ('other', 'Other')], default='other', max_length=20)),
                ('language', models.CharField(blank=True, help_text='BCP 47, such as he or hi; blank when in English.', max_length=12)),
                ('ambiguous', models.BooleanField(default=False, help_text='An everyday word: finding it does not identify the entry.')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='equipment.weaponsystem')),
            ],
            options={
                'verbose_name_plural': 'weapon system aliases',
                'ordering': ['key', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['designation', 'nato', 'service', 'marketing', 'former', 'dataset-label', 'transliteration', 'abbreviation', 'short-title', 'other'])), name='weaponsystemalias_kind_in_vocabulary', violation_error_message='“kind” must be one of: designation, nato, service, marketing, former, dataset-label, transliteration, abbreviation, short-title, other.'), models.UniqueConstraint(fields=('entry', 'text'), name='weaponsystemalias_unique_entry_text', violation_error_message='There is a record with this entry and text already.')],
            },
        ),
        migrations.CreateModel(
            name='WeaponSystemCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.CharField(blank=True, help_text='Such as killed or value; blank for the whole entry.', max_length=40)),
                ('locator', models.CharField(blank=True, help_text='Page or paragraph.', max_length=80)),
                ('quote', models.CharField(blank=True, help_text='A short one.', max_length=500)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('cited_value', models.CharField(blank=True, help_text='What the fact was when cited; clear it to take the present value.', max_length=300)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='equipment.weaponsystem')),
                ('source', models.ForeignKey(blank=True, help_text='Blank: known to be uncited.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='reference.source')),
            ],
            options={
                'ordering': [core.database.InBytes('fact'), 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('entry', 'fact', 'source', 'locator'), name='weaponsystemcitation_unique_entry_fact_source_locator', violation_error_message='There is a record with this entry and fact and source and locator already.'), models.UniqueConstraint(condition=models.Q(('source', None)), fields=('entry', 'fact'), name='weaponsystemcitation_uncited_once', violation_error_message='This fact is marked as uncited already.')],
            },
        ),
    ]
