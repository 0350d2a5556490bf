from django.core.serializers.json import *  # placeholder
