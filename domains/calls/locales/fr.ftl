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
calls-phone-number-hint = L’agent voit ainsi votre compte proposé dès que le téléphone sonne.
calls-withdraw = Retirer le code
calls-remove = Retirer l’appelant
calls-caller-leaving = Cette personne ne peut pas être nommée pour le moment. Choisissez quelqu’un d’autre.
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
calls-pin-missing = Code à retirer
calls-pin-ready = Code prêt
calls-pin-locked = Code bloqué
calls-pin-locked-until = Plusieurs codes erronés ont été donnés au téléphone : le vôtre est bloqué jusqu’au { $until }. Pour appeler avant, prenez-en un autre.
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
calls-check-hint = Les chiffres que l’appelant vous dit.
calls-error-pin = Le code a { $digits } chiffres.
calls-check-right = Le code est correct.
calls-check-wrong = { $left ->
    [one] Ce n’est pas le code. Encore un essai.
   *[other] Ce n’est pas le code. Encore { $left } essais.
}
calls-check-locked = Le code est bloqué jusqu’au { $until }. Pour appeler avant, l’appelant prend un autre code dans l’espace client.
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
calls-audit-pin-wrong = Code téléphonique erroné
calls-audit-pin-locked = Code téléphonique bloqué
calls-audit-phone-set = Numéro d’appelant modifié

## Données personnelles

calls-kept-callers = Où vous êtes appelant désigné, le numéro d’où vous appelez, et quand vous en avez désigné d’autres
calls-kept-callers-why = Pour savoir, au téléphone, qui appelle au nom du compte. Du code, il n’est gardé qu’une empreinte.
calls-kept-callers-how-long = Tant que vous êtes appelant désigné.

## Appels

calls-call = Appel
calls-begin = Commencer l’appel
calls-begun = L’appel commence : le chronomètre tourne.
calls-running-since = Depuis
calls-is-running = Appel en cours
calls-not-running = Aucun chronomètre : commencez l’appel, ou indiquez les minutes. Un code vérifié avant l’appel vaut pour celui qui commence dans le quart d’heure.
calls-elsewhere = Vous êtes au téléphone pour un autre compte
calls-checked = code vérifié
calls-unchecked = code non vérifié
calls-approval = Accord du client
calls-who-called = Qui a appelé ?
calls-subject = Sujet
calls-subject-hint = Le client le lit avec les minutes décomptées.
calls-case = Dossier
calls-case-new = Nouveau dossier
calls-minutes = Minutes réelles
calls-minutes-hint = Vide : le temps du chronomètre.
calls-covered = Couvert : rien n’est décompté
calls-approved-by = Accord donné au téléphone par
calls-approval-by-caller = Au-delà de { $above } à décompter, l’appelant dont le code est vérifié donne d’abord son accord. Un e-mail le lui confirme.
calls-approval-by-members = Au-delà de { $above } à décompter, l’appelant, un administrateur ou un gestionnaire de contrat donne d’abord son accord. Un e-mail le lui confirme.
calls-approver-unchecked = { $name } (code non vérifié)
calls-end = Terminer et décompter
calls-estimate-verb = Estimer
calls-approve = Noter l’accord
calls-drop = Abandonner l’appel
calls-dropped = L’appel est abandonné : rien n’est décompté.
calls-ended = L’appel est terminé.
calls-counted = Temps décompté : { $billed }. Il reste { $left }.
calls-approved = Accord noté pour { $time } : un e-mail le dit au client.
calls-estimate-title = Estimation
calls-hindrances = L’appel ne peut pas encore être décompté
calls-estimate = Temps à décompter : { $billed }. Il reste { $left } ; il resterait { $after }.
calls-overrun-refused = Il manque { $time } : le compte achète d’abord du crédit-temps.
calls-overrun-debt = Il manque { $time } : une dette, que le prochain achat règle.
calls-overrun-invoiced = Il manque { $time } : ce temps sera facturé.
calls-none-left-refused = Rien ne peut être décompté : le compte achète d’abord du crédit-temps.
calls-none-left-debt = Ce qui est décompté devient une dette, que le prochain achat règle.
calls-none-left-invoiced = Ce qui est décompté sera facturé.
calls-time = Crédit-temps
calls-time-none = Il ne reste pas de crédit-temps
calls-time-more = Détail et opérations
calls-told-called = Appel de { $who }.
calls-told-called-checked = Appel de { $who }, code vérifié.
calls-told-approved = Accord donné au téléphone par { $who } pour { $time }, code non vérifié.
calls-told-approved-checked = Accord donné au téléphone par { $who } pour { $time }, code vérifié.
calls-count-title = Décompter du temps
calls-count-text = Le temps se décompte depuis la page du téléphone, pour un appelant qui y a droit.
calls-time-not-offered = L’éditeur ne compte pas de crédit-temps.
calls-debt = dette
calls-blocked = bloqué
calls-all = Tous les appels
calls-agent = Agent
calls-latest = Derniers appels
calls-latest-none = Aucun appel.
calls-outcome-counted = décompté
calls-outcome-uncounted = non compté
calls-told-counted = Durée : { $real } · décompté : { $billed }
calls-told-uncounted = Durée : { $real } · non compté
calls-told-dropped = Durée : { $real } · abandonné
calls-outcome-dropped = abandonné
calls-forgotten = Chronomètre oublié
calls-error-minutes = Saisissez un nombre entier de 1 à { $most }.
calls-error-number = Saisissez un nombre entier de minutes.
calls-error-case = Choisissez un dossier de ce compte.
calls-error-many-cases = Trop de dossiers ont été ouverts aujourd’hui au nom de ce membre : choisissez un dossier ouvert.
calls-refused-not-open = Ce compte n’est pas ouvert.
calls-refused-busy = Vous êtes déjà au téléphone pour { $account } : terminez d’abord cet appel.
calls-refused-begun = Un appel avec ce compte a commencé depuis : vérifiez le chronomètre affiché, puis recommencez.
calls-refused-over = L’appel que cette page montrait est terminé : il est parmi les derniers appels. Indiquez des minutes seulement pour un autre appel.
calls-refused-not-running = Aucun chronomètre ne tourne pour cet appel : indiquez les minutes, ou commencez l’appel.
calls-refused-forgotten = Le chronomètre tourne depuis plus de { $time } : indiquez vous-même les minutes.
calls-refused-not-entitled = Ce niveau ne laisse appeler que les appelants désignés : vérifiez d’abord le code de la personne qui appelle.
calls-refused-not-approver = L’accord est donné par l’appelant dont le code est vérifié ; si le niveau laisse appeler tous les membres, aussi par un administrateur ou un gestionnaire de contrat.

## Corrections

calls-correction = Demande de correction
calls-corrections-title = Demandes de correction
calls-corrections-lead = Ce que vous avez demandé, et ce que l’éditeur en a fait.
calls-corrections-staff-lead = Les décomptes que les clients contestent, les plus anciens d’abord.
calls-corrections-none = Aucune demande.
calls-corrections-waiting = { $n ->
    [0] Aucune demande en attente.
    [one] Une demande en attente.
   *[other] { $n } demandes en attente.
}
calls-correction-ask = Demander une correction
calls-correction-lead = L’éditeur répond par e-mail. Une correction est une nouvelle opération : rien n’est effacé.
calls-correction-offer = Le décompte vous semble erroné ? Dites pourquoi.
calls-correction-send = Envoyer la demande
calls-correction-sent = La demande est envoyée : la réponse arrive ici et par e-mail.
calls-correction-asked = Correction demandée
calls-correction-granted = Correction accordée
calls-correction-refused = Correction refusée
calls-correction-unknown = Cette opération n’existe pas.
calls-correction-nothing = Cette opération n’a rien décompté, ou tout a déjà été rendu.
calls-correction-asked-already = Une demande attend déjà sa réponse.
calls-correction-decided = Cette demande a déjà reçu sa réponse.
calls-correction-too-many = Vous pouvez rendre au plus { $most }.
calls-operation = Opération
calls-date = Date
calls-real = Durée réelle
calls-billed = Décompté
calls-taken-purchased = Pris sur le temps acheté
calls-taken-promotional = Pris sur le temps offert
calls-taken-owed = Dû, faute de crédit-temps
calls-taken-invoiced = À facturer
calls-returned = Déjà rendu
calls-reason = Motif
calls-reason-hint = Ce qui s’est passé, et combien de minutes il fallait décompter selon vous.
calls-asked-at = Demandée le
calls-answer = Réponse
calls-answer-hint = Le client la lit.
calls-decision = Décision
calls-decide-grant = Rendre des minutes
calls-decide-refuse = Ne rien rendre
calls-minutes-back = Minutes à rendre
calls-minutes-back-hint = D’abord le temps acheté, puis le temps offert. Ce qui était dû ou à facturer revient en temps offert : la dette ou la facture ne change pas.
calls-decide = Décider
calls-decided = La décision est enregistrée : un e-mail l’annonce au client.
calls-error-decision = Choisissez une décision.

calls-notices = Assistance au téléphone
calls-notice-approved = Un accord a été donné au téléphone
calls-notice-pin-locked = Le code d’un appelant est bloqué

calls-audit-approved = Accord donné au téléphone
calls-audit-counted = Appel décompté
calls-audit-uncounted = Appel terminé
calls-audit-dropped = Appel abandonné
calls-audit-correction-asked = Correction demandée
calls-audit-correction-granted = Correction accordée
calls-audit-correction-refused = Correction refusée
calls-audit-minutes = Minutes
calls-audit-case = Dossier
calls-audit-operation = Opération

calls-kept-calls = Vos appels à l’assistance, ceux auxquels vous avez répondu et ceux dont vous avez approuvé le coût : quand, combien de temps, le sujet
calls-kept-calls-why = Pour justifier le crédit-temps décompté au compte.
calls-kept-calls-how-long = Tant que le compte existe, puis le temps que la loi donne aux réclamations.
calls-kept-calls-after = Les appels justifient le crédit-temps décompté : il en reste un numéro, qui ne dit plus qui vous êtes.
calls-kept-corrections = Les corrections que vous avez demandées ou décidées, et les réponses
calls-kept-corrections-why = Pour y répondre, et pour justifier ce qui a été rendu.
