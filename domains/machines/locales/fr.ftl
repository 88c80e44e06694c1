machines-tab = Postes de travail
machines-lead = Les installations du logiciel qui sont liées à ce compte.
machines-name = Nom
machines-system = Système
machines-application = Logiciel
machines-in-place-of = À la place de
machines-code-address = Adresse
machines-places = Postes au plus
machines-places-hint = Combien de postes un compte peut lier en même temps. Laissez vide pour ne pas limiter.
machines-replacements = Remplacements par an
machines-replacements-hint = Quand toutes les places sont prises, un nouveau poste peut en remplacer un autre avec le seul code personnel. Laissez vide pour ne pas compter.
machines-state = État
machines-is-linked = Lié
machines-is-unlinked = Dissocié
machines-linked-at = Lié le
machines-seen-at = Vu
machines-ended-at = Dissocié
machines-quiet = Plus de 90 jours
machines-linked-tab = Liés
machines-unlinked-tab = Dissociés
machines-none = Aucun poste lié
machines-none-text = Dans le logiciel, ouvrez « Compte client », puis donnez le numéro du compte et son code personnel.
machines-none-unlinked = Aucun poste dissocié
machines-choose = Choisir { $name }
machines-unlink-chosen = Dissocier les postes choisis
machines-unlink-verb = Dissocier
machines-unlink-title = { $n ->
    [one] Dissocier ce poste ?
   *[other] Dissocier ces { $n } postes ?
}
machines-unlink-text = Le logiciel n’y sera plus lié au compte. On peut lier le poste de nouveau, à ce compte ou à un autre.
machines-none-chosen = Choisissez au moins un poste lié.
machines-were-unlinked-before = C’est déjà fait : ces postes sont dissociés.
machines-were-unlinked = { $n ->
    [one] Le poste est dissocié.
   *[other] { $n } postes sont dissociés.
}
machines-new-name = Nom du poste
machines-rename-verb = Renommer
machines-renamed = Le poste est renommé.
machines-story = Journal du poste
machines-story-at = Quand
machines-story-what = Quoi
machines-story-who = Par
machines-by-itself = Le poste lui-même
machines-actions = Actions
machines-on-places = { $n ->
    [one] { $n } poste lié
   *[other] { $n } postes liés
} sur { $places }.
machines-replacements-left = { $n ->
    [0] Plus aucun remplacement cette année : un administrateur ou un coordinateur logiciel peut encore dissocier un poste.
    [one] Encore { $n } remplacement cette année.
   *[other] Encore { $n } remplacements cette année.
}

machines-linked-code = par code personnel
machines-linked-replacement = par code personnel, en remplacement
machines-linked-sign-up = à la création du compte
machines-ended-machine = depuis le poste
machines-ended-member = depuis le compte
machines-ended-replaced = remplacé
machines-ended-publisher = par l’éditeur
machines-happened-linked = Lié
machines-happened-renamed = Renommé
machines-happened-updated = Nouvelle version
machines-happened-unlinked = Dissocié

machines-code = Code personnel
machines-code-lead = Avec le numéro du compte, il lie un poste de travail à ce compte.
machines-account-number = Numéro du compte
machines-code-none = Pas encore de code.
machines-code-made-at = Code créé le { $at }
machines-code-by-link = par un lien reçu par courriel
machines-code-make = Créer un code
machines-code-replace = Créer un nouveau code
machines-code-replace-text = Un code n’est montré qu’une fois. Un nouveau remplace l’ancien ; les postes liés le restent.
machines-code-made = Votre code personnel
machines-code-made-lead = Donnez-le dans le logiciel, avec le numéro du compte.
machines-code-once = Ce code n’est montré qu’une fois
machines-code-once-text = Notez-le maintenant. Oublié, il se remplace en un instant, sans dissocier aucun poste.
machines-code-kept = Je l’ai noté
machines-code-shown-once = Le code a déjà été montré : faites-en un nouveau si vous ne l’avez pas noté.
machines-code-not-active = Ce compte ne peut pas lier de poste pour le moment.
machines-code-mail-verb = Code oublié
machines-code-mailed = Un lien pour créer un nouveau code part à l’adresse d’administration du compte.
machines-code-mailed-lead = Un nouveau code remplace l’ancien. Les postes liés le restent.
machines-dead-link = Ce lien a déjà servi, ou son temps est passé. Redemandez un code dans le logiciel ou sur la page des postes de votre compte.

machines-of = Postes de { $name }
machines-staff-lead = Les installations du logiciel liées à ce compte.
machines-rules = Limites
machines-rules-own = Ce compte a ses propres limites
machines-settings-lead = Combien de postes un compte peut lier. Un compte peut avoir ses propres limites, sur sa page.
machines-save = Enregistrer
machines-rules-saved = Les limites sont enregistrées.

machines-error-missing = Donnez un nom.
machines-error-too-long = { $n } caractères au plus.
machines-error-characters = Certains caractères ne se voient pas : retapez le nom.
machines-error-number = Donnez un nombre entier de 0 à 1 000 000, ou rien.

machines-did-link = Poste lié
machines-did-unlink = Poste dissocié
machines-did-replace = Poste remplacé
machines-did-rename = Poste renommé
machines-did-make-code = Code personnel fait
machines-did-edit-account = Compte modifié depuis un poste
machines-did-open-portal = Espace client ouvert depuis un poste
machines-did-mail-code = Lien pour un code personnel envoyé
machines-did-set-rules = Limites des postes fixées

machines-notices = Postes de travail
machines-notice-linked = Un poste est lié
machines-notice-unlinked = Des postes sont dissociés
machines-notice-code = Un nouveau code personnel est fait
machines-notice-code-needed = pour que vous le sachiez si ce n’est pas vous
machines-event-linked = Poste lié à un compte
machines-event-unlinked = Poste dissocié d’un compte

## Données personnelles

machines-kept-machines = Les postes que vous avez liés, renommés ou dissociés, et les codes personnels que vous avez créés.
machines-kept-machines-why = Savoir qui a lié ou dissocié un poste, en cas de doute.
machines-kept-machines-how-long = Tant que le compte client existe.
machines-kept-machines-after = La trace reste, sous un numéro qui ne vous nomme plus.
machines-kept-links = Les liens envoyés à votre adresse pour créer un nouveau code personnel.
machines-kept-links-why = Limiter leur nombre, et savoir s’ils ont servi.
machines-kept-links-how-long = Quelques semaines après leur envoi.
