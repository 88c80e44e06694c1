# Dates told by their distance from now. The program rounds towards now: 47 hours are 1 day.
i18n-just-now = à l’instant
i18n-minutes-ago =
    { $n ->
        [one] il y a { $n } minute
       *[other] il y a { $n } minutes
    }
i18n-hours-ago =
    { $n ->
        [one] il y a { $n } heure
       *[other] il y a { $n } heures
    }
i18n-days-ago =
    { $n ->
        [one] il y a { $n } jour
       *[other] il y a { $n } jours
    }
i18n-months-ago = il y a { $n } mois
i18n-years-ago =
    { $n ->
        [one] il y a { $n } an
       *[other] il y a { $n } ans
    }
i18n-in-minutes =
    { $n ->
        [one] dans { $n } minute
       *[other] dans { $n } minutes
    }
i18n-in-hours =
    { $n ->
        [one] dans { $n } heure
       *[other] dans { $n } heures
    }
i18n-in-days =
    { $n ->
        [one] dans { $n } jour
       *[other] dans { $n } jours
    }
i18n-in-months = dans { $n } mois
i18n-in-years =
    { $n ->
        [one] dans { $n } an
       *[other] dans { $n } ans
    }
