## Appelants désignés

calls-support = Assistance
calls-callers-title = Appelants désignés
calls-callers-lead = Ils appellent l’assistance au nom du compte, avec un code que l’agent leur demande.
calls-callers-level = Niveau { $level } : { $most ->
    [0] aucun appelant désigné.
    [one] un appelant désigné.
   *[other] { $most } appelants désignés.
}
calls-callers-none = Aucun appelant désigné.
calls-caller = Appelant
calls-pin = Code
calls-change = Modifier
calls-beyond = au-delà du niveau
calls-beyond-text = Votre niveau d’assistance n’a pas de place pour tous les appelants désignés : ceux qui ont été nommés après les autres ne peuvent pas appeler.
calls-name-title = Nommer un appelant
calls-name = Nommer
calls-name-hint = Un e-mail lui dit où prendre son code.
calls-phone-number = Numéro d’où l’on appelle
calls-phone-number-hint = L’agent trouve ainsi le compte dès que le téléphone sonne.
calls-withdraw = Retirer le code
calls-remove = Retirer l’appelant
calls-caller-named = L’appelant est nommé : un e-mail lui dit où prendre son code.
calls-caller-removed = Ce n’est plus un appelant désigné.
calls-pin-withdrawn = Le code ne vaut plus rien : un e-mail dit où en prendre un autre.
calls-saved = C’est enregistré.
calls-save = Enregistrer
calls-error-phone = Ce n’est pas un numéro de téléphone : écrivez-le comme 04 72 00 00 01, ou avec l’indicatif, +49…
calls-refused-not-a-member = Choisissez un membre du compte.
calls-refused-known = Ce membre est déjà appelant désigné.
calls-refused-full = Le niveau d’assistance n’a plus de place : retirez un appelant, ou demandez un autre niveau.
calls-refused-unknown = Choisissez un appelant désigné.
calls-panel-named = { $named ->
    [0] Aucun nommé
    [one] Un nommé
   *[other] { $named } nommés
} sur { $most }.
calls-panel-manage = Gérer les appelants

## Code téléphonique

calls-pin-title = Mon code téléphonique
calls-pin-lead = Au téléphone, l’agent vous le demande pour les appels au nom de { $name }.
calls-pin-missing = pas encore pris
calls-pin-ready = prêt
calls-pin-locked = bloqué
calls-pin-take = Afficher mon code
calls-pin-take-another = Prendre un autre code
calls-pin-yours = Votre code
calls-pin-once = Notez-le maintenant : il ne s’affichera plus. L’éditeur ne le connaît pas.
calls-pin-shown-before = Ce code a déjà été affiché. Si vous ne l’avez pas noté, prenez-en un autre.

## Téléphone

calls-phone = Téléphone
calls-phone-lead = Saisissez ce que dit l’appelant : numéro du compte, nom, e-mail, téléphone.
calls-search = Qui appelle ?
calls-search-hint = C-1042, Dupont, 04 72…
calls-find = Trouver
calls-found = Comptes trouvés
calls-account = Compte
calls-town = Ville
calls-state = État
calls-none-found = Aucun compte trouvé.
calls-none-found-text = Demandez le numéro du compte, l’e-mail ou un autre mot du nom.
calls-card-title = Au téléphone : { $name }
calls-may-both = Niveau { $level } : les appelants désignés, et les autres membres.
calls-may-designated = Niveau { $level } : les appelants désignés seulement.
calls-may-members = Niveau { $level } : tous les membres peuvent appeler.
calls-may-nobody = Niveau { $level } : pas d’assistance par téléphone.
calls-check = Vérifier le code
calls-check-hint = Les six chiffres que l’appelant vous dit.
calls-check-right = Le code est juste.
calls-check-wrong = { $left ->
    [one] Ce n’est pas le code. Encore un essai.
   *[other] Ce n’est pas le code. Encore { $left } essais.
}
calls-check-locked = Le code est bloqué : l’appelant doit en prendre un autre dans l’espace client.
calls-check-none = Cet appelant n’a pas encore pris de code.
calls-check-again = Ce code a déjà été vérifié.
calls-cases-open = Dossiers ouverts
calls-cases-none = Aucun dossier ouvert.
calls-late = en retard
calls-machines = Postes de travail
calls-machines-none = Aucun poste enregistré.
calls-machines-all = Tous les postes

## Journal

calls-audit-caller-named = Appelant nommé
calls-audit-caller-removed = Appelant retiré
calls-audit-pin-taken = Code téléphonique pris
calls-audit-pin-withdrawn = Code téléphonique retiré
calls-audit-pin-right = Code téléphonique vérifié
calls-audit-pin-wrong = Code téléphonique faux
calls-audit-pin-locked = Code téléphonique bloqué
calls-audit-phone-set = Numéro d’appelant modifié

## Données personnelles

calls-kept-callers = Où vous êtes appelant désigné, et le numéro d’où vous appelez
calls-kept-callers-why = Pour savoir, au téléphone, qui appelle au nom du compte. Du code, il n’est gardé qu’une empreinte.
calls-kept-callers-how-long = Tant que vous êtes appelant désigné.
