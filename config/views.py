"""The pages people open first."""

from django.http import HttpResponse


def home(request):
    return HttpResponse("Armoury")
