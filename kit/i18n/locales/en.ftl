# Dates told by their distance from now. The program rounds towards now: 47 hours are 1 day.
i18n-just-now = just now
i18n-minutes-ago =
    { $n ->
        [one] { $n } minute ago
       *[other] { $n } minutes ago
    }
i18n-hours-ago =
    { $n ->
        [one] { $n } hour ago
       *[other] { $n } hours ago
    }
i18n-days-ago =
    { $n ->
        [one] { $n } day ago
       *[other] { $n } days ago
    }
i18n-months-ago =
    { $n ->
        [one] { $n } month ago
       *[other] { $n } months ago
    }
i18n-years-ago =
    { $n ->
        [one] { $n } year ago
       *[other] { $n } years ago
    }
i18n-in-minutes =
    { $n ->
        [one] in { $n } minute
       *[other] in { $n } minutes
    }
i18n-in-hours =
    { $n ->
        [one] in { $n } hour
       *[other] in { $n } hours
    }
i18n-in-days =
    { $n ->
        [one] in { $n } day
       *[other] in { $n } days
    }
i18n-in-months =
    { $n ->
        [one] in { $n } month
       *[other] in { $n } months
    }
i18n-in-years =
    { $n ->
        [one] in { $n } year
       *[other] in { $n } years
    }
