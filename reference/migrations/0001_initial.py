import core.database
import core.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_change_log'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dataset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', core.fields.SlugField(help_text="Public and permanent: it is the record's address.", max_length=80, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('owner', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=500, null=True, verbose_name='URL')),
                ('licence', models.CharField(help_text='SPDX identifier, or the name of the terms.', max_length=120)),
                ('licence_url', models.URLField(blank=True, max_length=500, null=True, verbose_name='licence URL')),
                ('attribution', models.TextField(help_text='The credit line the owner asks for.')),
                ('redistributable', models.BooleanField(help_text='May its rows be given to the public?')),
            ],
            options={
                'ordering': ['slug'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DataVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='RefusedLoad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='The files or the data set.', max_length=200)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('told', models.TextField(help_text='What was wrong, a fault to a line.')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Country',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', core.fields.SlugField(help_text="Public and permanent: it is the record's address.", max_length=80, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('name_key', core.fields.NameKeyField(source='name')),
                ('alpha3', models.CharField(help_text='ISO 3166-1 alpha-3, as it was for a former state.', max_length=3, verbose_name='alpha-3')),
                ('numeric', models.CharField(blank=True, help_text='ISO 3166-1 numeric, three digits.', max_length=3)),
                ('region', models.CharField(blank=True, help_text="Of the UN's M49 standard.", max_length=60)),
                ('subregion', models.CharField(blank=True, help_text="Of the UN's M49 standard.", max_length=60)),
                ('valid_from', core.fields.PartialDateField(help_text='First day as a state.')),
                ('valid_until', core.fields.PartialDateField(help_text='Last day as a state; blank while it exists.')),
                ('successors', models.ManyToManyField(blank=True, related_name='predecessors', to='reference.country')),
            ],
            options={
                'verbose_name_plural': 'countries',
                'ordering': ['slug'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Left('valid_from', django.db.models.functions.text.Length('valid_until')), models.F('valid_until')), name='country_valid_from_before_valid_until', violation_error_message='“valid until” is before “valid from”.')],
            },
        ),
        migrations.CreateModel(
            name='Distinct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry_type', models.CharField(help_text='Such as equipment.weaponsystem.', max_length=60)),
                ('slug', core.fields.SlugField(help_text='The one, the first of both in the order of slugs.', max_length=80)),
                ('other', core.fields.SlugField(help_text='The other.', max_length=80)),
                ('by', models.CharField(blank=True, help_text='Who found them to be two.', max_length=150)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name_plural': 'distinct',
                'ordering': ['entry_type', 'slug', 'other'],
                'indexes': [models.Index(fields=['entry_type', 'other'], name='distinct_by_other')],
                'constraints': [models.UniqueConstraint(fields=('entry_type', 'slug', 'other'), name='distinct_unique_entry_type_slug_other', violation_error_message='There is a record with this entry type and slug and other already.')],
            },
        ),
        migrations.CreateModel(
            name='Retired',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry_type', models.CharField(help_text='Such as equipment.weaponsystem.', max_length=60)),
                ('slug', core.fields.SlugField(max_length=80)),
                ('successor', core.fields.SlugField(blank=True, help_text='The slug that stands for it now.', max_length=80, null=True)),
                ('owner', models.PositiveBigIntegerField(blank=True, editable=False, help_text='The key of the record whose address it was.', null=True)),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('restricted', models.BooleanField(db_default=False, default=False, help_text='Of a record that the public was never shown.')),
            ],
            options={
                'verbose_name_plural': 'retired',
                'ordering': ['entry_type', 'slug'],
                'constraints': [models.UniqueConstraint(fields=('entry_type', 'slug'), name='retired_unique_entry_type_slug', violation_error_message='There is a record with this entry type and slug already.'), models.CheckConstraint(condition=models.Q(('slug', models.F('successor')), _negated=True), name='retired_slug_is_not_successor', violation_error_message='“slug” and “successor” must differ.')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', core.fields.SlugField(help_text="Public and permanent: it is the record's address.", max_length=80, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('name_key', core.fields.NameKeyField(source='name')),
                ('publisher', models.CharField(blank=True, max_length=200, null=True)),
                ('url', models.URLField(blank=True, max_length=500, null=True, verbose_name='URL')),
                ('archive_url', models.URLField(blank=True, max_length=500, null=True, verbose_name='archive URL')),
                ('published', core.fields.PartialDateField(help_text='The day the document bears.')),
                ('accessed', core.fields.PartialDateField(help_text='The day it was last read.')),
                ('kind', models.CharField(choices=[('official', 'Official'), ('news', 'News'), ('research', 'Research'), ('dataset', 'Data set'), ('encyclopedia', 'Encyclopedia'), ('manufacturer', 'Manufacturer'), ('other', 'Other')], max_length=20)),
                ('reliability', models.CharField(blank=True, choices=[('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], help_text='Blank: not assessed.', max_length=10)),
                ('mirror', models.BooleanField(default=False, help_text="A copy of somebody else's text.")),
                ('note', models.CharField(blank=True, max_length=500)),
                ('mirror_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mirrors', to='reference.source')),
            ],
            options={
                'ordering': ['slug'],
                'abstract': False,
                'indexes': [models.Index(core.database.InBytes('name_key'), models.F('slug'), include=('id',), name='source_by_name_key'), models.Index(core.database.InBytes('publisher'), models.F('slug'), include=('id',), name='source_by_publisher'), models.Index(core.database.InBytes('published'), models.F('slug'), include=('id',), name='source_by_published'), models.Index(core.database.InBytes('accessed'), models.F('slug'), include=('id',), name='source_by_accessed'), models.Index(core.database.InBytes('kind'), models.F('slug'), include=('id',), name='source_by_kind'), models.Index(core.database.InBytes('reliability'), models.F('slug'), include=('id',), name='source_by_reliability')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['official', 'news', 'research', 'dataset', 'encyclopedia', 'manufacturer', 'other'])), name='source_kind_in_vocabulary', violation_error_message='“kind” must be one of: official, news, research, dataset, encyclopedia, manufacturer, other.'), models.CheckConstraint(condition=models.Q(('reliability__in', ['high', 'medium', 'low', ''])), name='source_reliability_in_vocabulary', violation_error_message='“reliability” must be blank or one of: high, medium, low.'), models.CheckConstraint(condition=models.Q(('mirror_of', models.F('id')), _negated=True), name='source_mirror_of_is_not_id', violation_error_message='“mirror of” and “id” must differ.')],
            },
        ),
        migrations.CreateModel(
            name='CountryAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('key', core.fields.NameKeyField(source='text')),
                ('kind', models.CharField(choices=[('designation', 'Designation'), ('nato', 'NATO reporting name'), ('service', 'Service name'), ('marketing', 'Marketing name'), ('former', 'Former name'), ('dataset-label', 'Data-set label'), ('transliteration', 'Transliteration'), ('abbreviation', 'Abbreviation'), ('short-title', 'Short title'), ('other', 'Other')], default='other', max_length=20)),
                ('language', models.CharField(blank=True, help_text='BCP 47, such as he or hi; blank when in English.', max_length=12)),
                ('ambiguous', models.BooleanField(default=False, help_text='An everyday word: finding it does not identify the entry.')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='reference.country')),
            ],
            options={
                'verbose_name_plural': 'country aliases',
                'ordering': ['key', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['designation', 'nato', 'service', 'marketing', 'former', 'dataset-label', 'transliteration', 'abbreviation', 'short-title', 'other'])), name='countryalias_kind_in_vocabulary', violation_error_message='“kind” must be one of: designation, nato, service, marketing, former, dataset-label, transliteration, abbreviation, short-title, other.'), models.UniqueConstraint(fields=('entry', 'text'), name='countryalias_unique_entry_text', violation_error_message='There is a record with this entry and text already.')],
            },
        ),
        migrations.CreateModel(
            name='CountryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(choices=[('GW', 'Gleditsch-Ward'), ('COW', 'Correlates of War')], max_length=3)),
                ('number', models.PositiveIntegerField()),
                ('valid_from', core.fields.PartialDateField()),
                ('valid_until', core.fields.PartialDateField(help_text='Blank while it is in use.')),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='reference.country')),
            ],
            options={
                'ordering': ['scheme', 'number', 'valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('scheme__in', ['GW', 'COW'])), name='countrycode_scheme_in_vocabulary', violation_error_message='“scheme” must be one of: GW, COW.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Left('valid_from', django.db.models.functions.text.Length('valid_until')), models.F('valid_until')), name='countrycode_valid_from_before_valid_until', violation_error_message='“valid until” is before “valid from”.'), models.UniqueConstraint(fields=('scheme', 'number', 'valid_from'), name='countrycode_unique_scheme_number_valid_from', violation_error_message='There is a record with this scheme and number and valid from already.')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
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
                ('kind', models.CharField(choices=[('manufacturer', 'Manufacturer'), ('armed-force', 'Armed force'), ('government', 'Government body'), ('armed-group', 'Armed group'), ('international-organisation', 'International organisation')], max_length=30)),
                ('website', models.URLField(blank=True, max_length=300, null=True)),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='reference.country')),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_entries', to='reference.dataset')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='reference.organisation')),
            ],
            options={
                'ordering': ['slug'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
                'indexes': [models.Index(core.database.InBytes('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='organisation_by_slug'), models.Index(core.database.InBytes('name_key'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='organisation_by_name_key'), models.Index(core.database.InBytes('created'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='organisation_by_created'), models.Index(core.database.InBytes('updated'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='organisation_by_updated'), models.Index(core.database.InBytes('kind'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='organisation_by_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='organisation_publication_in_vocabulary', violation_error_message='“publication” must be one of: draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(models.Q(('dataset__isnull', True), ('external_id__isnull', True)), models.Q(('dataset__isnull', False), ('external_id__isnull', False)), _connector='OR'), name='organisation_dataset_with_external_id', violation_error_message='Give both “dataset” and “external id”, or neither.'), models.UniqueConstraint(fields=('dataset', 'external_id'), name='organisation_unique_dataset_external_id', violation_error_message='There is a record with this dataset and external id already.'), models.CheckConstraint(condition=models.Q(('kind__in', ['manufacturer', 'armed-force', 'government', 'armed-group', 'international-organisation'])), name='organisation_kind_in_vocabulary', violation_error_message='“kind” must be one of: manufacturer, armed-force, government, armed-group, international-organisation.'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='organisation_parent_is_not_id', violation_error_message='“parent” and “id” must differ.')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=40)),
                ('retrieved', core.fields.PartialDateField(help_text='The day it was fetched.')),
                ('checksum', models.CharField(blank=True, help_text='SHA-256 of the file as fetched.', max_length=80)),
                ('loaded', models.DateTimeField(blank=True, null=True)),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='releases', to='reference.dataset')),
            ],
            options={
                'ordering': ['dataset', 'version'],
                'constraints': [models.UniqueConstraint(fields=('dataset', 'version'), name='release_unique_dataset_version', violation_error_message='There is a record with this dataset and version already.')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('key', core.fields.NameKeyField(source='text')),
                ('kind', models.CharField(choices=[('designation', 'Designation'), ('nato', 'NATO reporting name'), ('service', 'Service name'), ('marketing', 'Marketing name'), ('former', 'Former name'), ('dataset-label', 'Data-set label'), ('transliteration', 'Transliteration'), ('abbreviation', 'Abbreviation'), ('short-title', 'Short title'), ('other', 'Other')], default='other', max_length=20)),
                ('language', models.CharField(blank=True, help_text='BCP 47, such as he or hi; blank when in English.', max_length=12)),
                ('ambiguous', models.BooleanField(default=False, help_text='An everyday word: finding it does not identify the entry.')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='reference.organisation')),
            ],
            options={
                'verbose_name_plural': 'organisation aliases',
                'ordering': ['key', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['designation', 'nato', 'service', 'marketing', 'former', 'dataset-label', 'transliteration', 'abbreviation', 'short-title', 'other'])), name='organisationalias_kind_in_vocabulary', violation_error_message='“kind” must be one of: designation, nato, service, marketing, former, dataset-label, transliteration, abbreviation, short-title, other.'), models.UniqueConstraint(fields=('entry', 'text'), name='organisationalias_unique_entry_text', violation_error_message='There is a record with this entry and text already.')],
            },
        ),
        migrations.CreateModel(
            name='Load',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='The files or the data set; a later load of the same replaces it.', max_length=200)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('created', models.PositiveIntegerField(default=0)),
                ('updated', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('conflicting', models.PositiveIntegerField(default=0, help_text='Changed here, and so left as they are.')),
                ('pruned', models.PositiveIntegerField(default=0, help_text='Deleted, for the files hold them no longer.')),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='load', to='core.batch')),
                ('release', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='loads', to='reference.release')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='OrganisationCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.CharField(blank=True, help_text='Such as killed or value; blank for the whole entry.', max_length=40)),
                ('locator', models.CharField(blank=True, help_text='Page or paragraph.', max_length=80)),
                ('quote', models.CharField(blank=True, help_text='A short one.', max_length=500)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('cited_value', models.CharField(blank=True, help_text='What the fact was when cited; clear it to take the present value.', max_length=300)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='reference.organisation')),
                ('source', models.ForeignKey(blank=True, help_text='Blank: known to be uncited.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='reference.source')),
            ],
            options={
                'ordering': [core.database.InBytes('fact'), 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('entry', 'fact', 'source', 'locator'), name='organisationcitation_unique_entry_fact_source_locator', violation_error_message='There is a record with this entry and fact and source and locator already.'), models.UniqueConstraint(condition=models.Q(('source', None)), fields=('entry', 'fact'), name='organisationcitation_uncited_once', violation_error_message='This fact is marked as uncited already.')],
            },
        ),
    ]
