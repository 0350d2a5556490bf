import core.changes.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('edit', 'Edit'), ('bulk-edit', 'Bulk edit'), ('import', 'Import'), ('load', 'Load'), ('fixture', 'Fixture'), ('merge', 'Merge'), ('revert', 'Revert'), ('undo', 'Undo')], max_length=12)),
                ('label', models.TextField(blank=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('actor_name', models.CharField(blank=True, max_length=150)),
                ('started', models.DateTimeField(auto_now_add=True)),
                ('finished', models.DateTimeField(null=True)),
                ('size', models.PositiveIntegerField(default=0, help_text='How many changes it holds.')),
                ('actor', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='batches', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='core.batch')),
            ],
            options={
                'verbose_name_plural': 'batches',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('finished', None)), fields=['id'], name='open_batches')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=80)),
                ('opened', models.DateTimeField()),
                ('seen', models.DateTimeField(db_index=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('page', 'user'), name='present_once')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.DateTimeField()),
                ('model', models.CharField(max_length=60)),
                ('key', models.BigIntegerField()),
                ('owner', models.BigIntegerField(null=True)),
                ('operation', models.CharField(choices=[('added', 'added'), ('changed', 'changed'), ('deleted', 'deleted')], max_length=8)),
                ('old', models.JSONField(decoder=core.changes.models.Exact, null=True)),
                ('new', models.JSONField(decoder=core.changes.models.Exact, null=True)),
                ('batch', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='core.batch')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['key', 'model'], name='change_by_row'), models.Index(condition=models.Q(('owner__isnull', False)), fields=['owner', 'model'], name='change_by_owner')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('edit', 'Edit'), ('bulk-edit', 'Bulk edit'), ('import', 'Import'), ('load', 'Load'), ('fixture', 'Fixture'), ('merge', 'Merge'), ('revert', 'Revert'), ('undo', 'Undo')], default='import', max_length=12)),
                ('name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('table', models.CharField(blank=True, help_text='The model its rows go to, where one was chosen.', max_length=60)),
                ('additions', models.JSONField(default=list, help_text='Records its rows name, which the editor had it create.')),
                ('outcome', models.JSONField(default=dict, help_text='What its import would do, and what is wrong with it.')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('imported', models.BooleanField(default=False)),
                ('batch', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='upload', to='core.batch')),
                ('editor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='uploads', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-id'],
            },
        ),
    ]
