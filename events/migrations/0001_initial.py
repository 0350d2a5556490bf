import core.database
import core.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agreements', '0001_initial'),
        ('equipment', '0001_initial'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Incident',
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
                ('kind', models.CharField(choices=[('terrorist-attack', 'Terrorist attack'), ('air-strike', 'Air strike'), ('missile-strike', 'Missile strike'), ('shoot-down', 'Shoot-down'), ('naval-incident', 'Naval incident'), ('armed-attack', 'Armed attack'), ('border-clash', 'Border clash'), ('cyber', 'Cyber attack')], max_length=30)),
                ('started', core.fields.PartialDateField()),
                ('ended', core.fields.PartialDateField(help_text='Blank when it ended on the day it started, or has not ended.')),
                ('date_precision', models.PositiveSmallIntegerField(blank=True, help_text="UCDP's date_prec, 1 (exact day) to 5 (more than a month).", null=True)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, help_text='WGS 84 degrees.', max_digits=9, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, help_text='WGS 84 degrees.', max_digits=9, null=True)),
                ('place_precision', models.CharField(blank=True, choices=[('exact', 'Exact'), ('near', 'Near'), ('district', 'District'), ('province', 'Province'), ('region', 'Region'), ('country', 'Country'), ('sea', 'Sea or air')], max_length=12)),
                ('killed_low', models.PositiveIntegerField(blank=True, help_text='Lowest count of deaths, attackers left out.', null=True)),
                ('killed_best', models.PositiveIntegerField(blank=True, help_text='Best count of deaths.', null=True)),
                ('killed_high', models.PositiveIntegerField(blank=True, help_text='Highest count of deaths.', null=True)),
                ('killed_note', models.CharField(blank=True, max_length=500)),
                ('civilians_killed', models.PositiveIntegerField(blank=True, help_text='Of the best count, civilians.', null=True)),
                ('wounded_low', models.PositiveIntegerField(blank=True, null=True)),
                ('wounded_best', models.PositiveIntegerField(blank=True, null=True)),
                ('wounded_high', models.PositiveIntegerField(blank=True, null=True)),
                ('wounded_note', models.CharField(blank=True, max_length=500)),
                ('hostages_low', models.PositiveIntegerField(blank=True, null=True)),
                ('hostages_best', models.PositiveIntegerField(blank=True, null=True)),
                ('hostages_high', models.PositiveIntegerField(blank=True, null=True)),
                ('hostages_note', models.CharField(blank=True, max_length=500)),
                ('countries', models.ManyToManyField(blank=True, related_name='incidents', to='reference.country')),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_entries', to='reference.dataset')),
                ('related', models.ManyToManyField(blank=True, to='events.incident')),
            ],
            options={
                'ordering': ['slug'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
                'indexes': [models.Index(core.fields.End('killed_low', 'killed_best', 'killed_high', furthest=0), models.F('slug'), name='incident_by_least_killed'), models.Index(core.fields.End('wounded_low', 'wounded_best', 'wounded_high', furthest=0), models.F('slug'), name='incident_by_least_wounded'), models.Index(core.fields.End('hostages_low', 'hostages_best', 'hostages_high', furthest=0), models.F('slug'), name='incident_by_least_hostages'), models.Index(core.fields.End('killed_high', 'killed_best', 'killed_low', furthest=2147483647), models.F('slug'), name='incident_by_most_killed'), models.Index(core.fields.End('wounded_high', 'wounded_best', 'wounded_low', furthest=2147483647), models.F('slug'), name='incident_by_most_wounded'), models.Index(core.fields.End('hostages_high', 'hostages_best', 'hostages_low', furthest=2147483647), models.F('slug'), name='incident_by_most_hostages'), models.Index(models.F('latitude'), models.F('longitude'), name='incident_by_place'), models.Index(core.database.InBytes('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_slug'), models.Index(core.database.InBytes('name_key'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_name_key'), models.Index(core.database.InBytes('created'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_created'), models.Index(core.database.InBytes('updated'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_updated'), models.Index(core.database.InBytes('kind'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_kind'), models.Index(core.database.InBytes('started'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_started'), models.Index(core.database.InBytes('ended'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_ended'), models.Index(core.database.InBytes('killed_best'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_killed_best'), models.Index(core.database.InBytes('wounded_best'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_wounded_best'), models.Index(core.database.InBytes('hostages_best'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_hostages_best'), models.Index(core.database.InBytes('civilians_killed'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_civilians_killed'), models.Index(core.database.InBytes('place_precision'), models.F('slug'), models.F('publication'), models.F('dataset'), include=('id',), name='incident_by_place_precision')],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='incident_publication_in_vocabulary', violation_error_message='“publication” must be one of: draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(models.Q(('dataset__isnull', True), ('external_id__isnull', True)), models.Q(('dataset__isnull', False), ('external_id__isnull', False)), _connector='OR'), name='incident_dataset_with_external_id', violation_error_message='Give both “dataset” and “external id”, or neither.'), models.UniqueConstraint(fields=('dataset', 'external_id'), name='incident_unique_dataset_external_id', violation_error_message='There is a record with this dataset and external id already.'), models.CheckConstraint(condition=models.Q(('kind__in', ['terrorist-attack', 'air-strike', 'missile-strike', 'shoot-down', 'naval-incident', 'armed-attack', 'border-clash', 'cyber'])), name='incident_kind_in_vocabulary', violation_error_message='“kind” must be one of: terrorist-attack, air-strike, missile-strike, shoot-down, naval-incident, armed-attack, border-clash, cyber.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Left('started', django.db.models.functions.text.Length('ended')), models.F('ended')), name='incident_started_before_ended', violation_error_message='“ended” is before “started”.'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='incident_latitude_with_longitude', violation_error_message='Give both “latitude” and “longitude”, or neither.'), models.CheckConstraint(condition=models.Q(('latitude__gte', -90), ('latitude__lte', 90)), name='incident_latitude_within_bounds', violation_error_message='“latitude” must lie between -90 and 90.'), models.CheckConstraint(condition=models.Q(('longitude__gte', -180), ('longitude__lte', 180)), name='incident_longitude_within_bounds', violation_error_message='“longitude” must lie between -180 and 180.'), models.CheckConstraint(condition=models.Q(('date_precision__gte', 1), ('date_precision__lte', 5)), name='incident_date_precision_within_bounds', violation_error_message='“date precision” must lie between 1 and 5.'), models.CheckConstraint(condition=models.Q(('place_precision__in', ['exact', 'near', 'district', 'province', 'region', 'country', 'sea', ''])), name='incident_place_precision_in_vocabulary', violation_error_message='“place precision” must be blank or one of: exact, near, district, province, region, country, sea.')],
            },
        ),
        migrations.CreateModel(
            name='IncidentAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('key', core.fields.NameKeyField(source='text')),
                ('kind', models.CharField(choices=[('designation', 'Designation'), ('nato', 'NATO reporting name'), ('service', 'Service name'), ('marketing', 'Marketing name'), ('former', 'Former name'), ('dataset-label', 'Data-set label'), ('transliteration', 'Transliteration'), ('abbreviation', 'Abbreviation'), ('short-title', 'Short title'), ('other', 'Other')], default='other', max_length=20)),
                ('language', models.CharField(blank=True, help_text='BCP 47, such as he or hi; blank when in English.', max_length=12)),
                ('ambiguous', models.BooleanField(default=False, help_text='An everyday word: finding it does not identify the entry.')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='events.incident')),
            ],
            options={
                'verbose_name_plural': 'incident aliases',
                'ordering': ['key', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['designation', 'nato', 'service', 'marketing', 'former', 'dataset-label', 'transliteration', 'abbreviation', 'short-title', 'other'])), name='incidentalias_kind_in_vocabulary', violation_error_message='“kind” must be one of: designation, nato, service, marketing, former, dataset-label, transliteration, abbreviation, short-title, other.'), models.UniqueConstraint(fields=('entry', 'text'), name='incidentalias_unique_entry_text', violation_error_message='There is a record with this entry and text already.')],
            },
        ),
        migrations.CreateModel(
            name='IncidentCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.CharField(blank=True, help_text='Such as killed or value; blank for the whole entry.', max_length=40)),
                ('locator', models.CharField(blank=True, help_text='Page or paragraph.', max_length=80)),
                ('quote', models.CharField(blank=True, help_text='A short one.', max_length=500)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('cited_value', models.CharField(blank=True, help_text='What the fact was when cited; clear it to take the present value.', max_length=300)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='events.incident')),
                ('source', models.ForeignKey(blank=True, help_text='Blank: known to be uncited.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='reference.source')),
            ],
            options={
                'ordering': [core.database.InBytes('fact'), 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('entry', 'fact', 'source', 'locator'), name='incidentcitation_unique_entry_fact_source_locator', violation_error_message='There is a record with this entry and fact and source and locator already.'), models.UniqueConstraint(condition=models.Q(('source', None)), fields=('entry', 'fact'), name='incidentcitation_uncited_once', violation_error_message='This fact is marked as uncited already.')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', core.fields.SlugField(blank=True, help_text='Short name within its owner; made when left blank.', max_length=60)),
                ('locator', models.CharField(blank=True, help_text='Page or paragraph.', max_length=80)),
                ('quote', models.CharField(blank=True, help_text='A short one.', max_length=500)),
                ('certainty', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('probable', 'Probable'), ('claimed', 'Claimed'), ('attributed', 'Attributed'), ('suspected', 'Suspected'), ('disputed', 'Disputed')], help_text='Blank: not assessed.', max_length=12)),
                ('rank', models.CharField(choices=[('preferred', 'Preferred'), ('normal', 'Normal'), ('deprecated', 'Deprecated')], default='normal', max_length=12)),
                ('note', models.TextField(blank=True)),
                ('label', models.CharField(blank=True, help_text='Who is neither: tourists, an airliner.', max_length=200, null=True)),
                ('role', models.CharField(choices=[('perpetrator', 'Perpetrator'), ('target', 'Target'), ('defender', 'Defender'), ('supporter', 'Supporter'), ('victim', 'Victim')], max_length=20)),
                ('killed', models.PositiveIntegerField(blank=True, help_text='Deaths on its side, best count.', null=True)),
                ('country', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incident_parts', to='reference.country')),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_claims', to='reference.dataset')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='events.incident')),
                ('organisation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incident_parts', to='reference.organisation')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)s_claims', to='reference.source')),
            ],
            options={
                'ordering': ['ref', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['rank'], name='participant_by_rank'), models.Index(fields=['country', 'incident'], name='participant_by_country'), models.Index(fields=['organisation', 'incident'], name='participant_by_organisation')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rank__in', ['preferred', 'normal', 'deprecated'])), name='participant_rank_in_vocabulary', violation_error_message='“rank” must be one of: preferred, normal, deprecated.'), models.CheckConstraint(condition=models.Q(('certainty__in', ['confirmed', 'probable', 'claimed', 'attributed', 'suspected', 'disputed', ''])), name='participant_certainty_in_vocabulary', violation_error_message='“certainty” must be blank or one of: confirmed, probable, claimed, attributed, suspected, disputed.'), models.UniqueConstraint(fields=('incident', 'ref'), name='participant_unique_incident_ref', violation_error_message='There is a record with this incident and ref already.'), models.CheckConstraint(condition=models.Q(models.Q(('country__isnull', False), ('label__isnull', True), ('organisation__isnull', True)), models.Q(('country__isnull', True), ('label__isnull', True), ('organisation__isnull', False)), models.Q(('country__isnull', True), ('label__isnull', False), ('organisation__isnull', True)), _connector='OR'), name='participant_country_or_organisation_or_label', violation_error_message='Give exactly one of: country, organisation, label.'), models.CheckConstraint(condition=models.Q(('role__in', ['perpetrator', 'target', 'defender', 'supporter', 'victim'])), name='participant_role_in_vocabulary', violation_error_message='“role” must be one of: perpetrator, target, defender, supporter, victim.')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', core.fields.SlugField(blank=True, help_text='Short name within its owner; made when left blank.', max_length=60)),
                ('locator', models.CharField(blank=True, help_text='Page or paragraph.', max_length=80)),
                ('quote', models.CharField(blank=True, help_text='A short one.', max_length=500)),
                ('certainty', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('probable', 'Probable'), ('claimed', 'Claimed'), ('attributed', 'Attributed'), ('suspected', 'Suspected'), ('disputed', 'Disputed')], help_text='Blank: not assessed.', max_length=12)),
                ('rank', models.CharField(choices=[('preferred', 'Preferred'), ('normal', 'Normal'), ('deprecated', 'Deprecated')], default='normal', max_length=12)),
                ('note', models.TextField(blank=True)),
                ('relation', models.CharField(choices=[('condemned-in', 'Condemned in'), ('prompted', 'Prompted'), ('addressed-by', 'Addressed by')], max_length=20)),
                ('agreement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answered_incidents', to='agreements.agreement')),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_claims', to='reference.dataset')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='events.incident')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)s_claims', to='reference.source')),
            ],
            options={
                'ordering': ['ref', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['rank'], name='response_by_rank'), models.Index(fields=['agreement', 'incident'], name='response_by_agreement')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rank__in', ['preferred', 'normal', 'deprecated'])), name='response_rank_in_vocabulary', violation_error_message='“rank” must be one of: preferred, normal, deprecated.'), models.CheckConstraint(condition=models.Q(('certainty__in', ['confirmed', 'probable', 'claimed', 'attributed', 'suspected', 'disputed', ''])), name='response_certainty_in_vocabulary', violation_error_message='“certainty” must be blank or one of: confirmed, probable, claimed, attributed, suspected, disputed.'), models.UniqueConstraint(fields=('incident', 'ref'), name='response_unique_incident_ref', violation_error_message='There is a record with this incident and ref already.'), models.CheckConstraint(condition=models.Q(('relation__in', ['condemned-in', 'prompted', 'addressed-by'])), name='response_relation_in_vocabulary', violation_error_message='“relation” must be one of: condemned-in, prompted, addressed-by.')],
            },
        ),
        migrations.CreateModel(
            name='SystemUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', core.fields.SlugField(blank=True, help_text='Short name within its owner; made when left blank.', max_length=60)),
                ('locator', models.CharField(blank=True, help_text='Page or paragraph.', max_length=80)),
                ('quote', models.CharField(blank=True, help_text='A short one.', max_length=500)),
                ('certainty', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('probable', 'Probable'), ('claimed', 'Claimed'), ('attributed', 'Attributed'), ('suspected', 'Suspected'), ('disputed', 'Disputed')], help_text='Blank: not assessed.', max_length=12)),
                ('rank', models.CharField(choices=[('preferred', 'Preferred'), ('normal', 'Normal'), ('deprecated', 'Deprecated')], default='normal', max_length=12)),
                ('note', models.TextField(blank=True)),
                ('side', models.CharField(blank=True, choices=[('attack', 'Attack'), ('defence', 'Defence')], help_text='Blank: not known, or neither.', max_length=10)),
                ('use', models.CharField(choices=[('employed', 'Employed'), ('targeted', 'Targeted'), ('lost', 'Lost'), ('intercepted', 'Intercepted')], max_length=12)),
                ('outcome', models.CharField(blank=True, max_length=300)),
                ('country', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='system_uses', to='reference.country')),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_claims', to='reference.dataset')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='system_uses', to='events.incident')),
                ('organisation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='system_uses', to='reference.organisation')),
                ('sources', models.ManyToManyField(blank=True, related_name='%(class)s_claims', to='reference.source')),
                ('system', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='equipment.weaponsystem')),
            ],
            options={
                'ordering': ['ref', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['rank'], name='systemuse_by_rank'), models.Index(fields=['system', 'incident'], name='systemuse_by_system'), models.Index(fields=['country', 'incident'], name='systemuse_by_country'), models.Index(fields=['organisation', 'incident'], name='systemuse_by_organisation')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rank__in', ['preferred', 'normal', 'deprecated'])), name='systemuse_rank_in_vocabulary', violation_error_message='“rank” must be one of: preferred, normal, deprecated.'), models.CheckConstraint(condition=models.Q(('certainty__in', ['confirmed', 'probable', 'claimed', 'attributed', 'suspected', 'disputed', ''])), name='systemuse_certainty_in_vocabulary', violation_error_message='“certainty” must be blank or one of: confirmed, probable, claimed, attributed, suspected, disputed.'), models.UniqueConstraint(fields=('incident', 'ref'), name='systemuse_unique_incident_ref', violation_error_message='There is a record with this incident and ref already.'), models.CheckConstraint(condition=models.Q(('country__isnull', True), ('organisation__isnull', True), _connector='OR'), name='systemuse_country_not_with_organisation', violation_error_message='Give “country” or “organisation”, not both.'), models.CheckConstraint(condition=models.Q(('use__in', ['employed', 'targeted', 'lost', 'intercepted'])), name='systemuse_use_in_vocabulary', violation_error_message='“use” must be one of: employed, targeted, lost, intercepted.'), models.CheckConstraint(condition=models.Q(('side__in', ['attack', 'defence', ''])), name='systemuse_side_in_vocabulary', violation_error_message='“side” must be blank or one of: attack, defence.')],
            },
        ),
    ]
