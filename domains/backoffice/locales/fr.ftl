# Words of many pages
backoffice-account = Compte client
backoffice-actions = Actions
backoffice-state = État
backoffice-reason = Motif
backoffice-reason-read = Les membres du compte le lisent.
backoffice-reason-mailed = Il figure dans l’e-mail envoyé au client.
backoffice-person = Personne
backoffice-person-unknown = Personne inconnue
backoffice-member = Membre
backoffice-email = E-mail
backoffice-all-features = Toutes
backoffice-feature = Fonctionnalité
backoffice-reference = Référence
backoffice-list = { $list }, { $word }
backoffice-by-staff = { $name } (agent)
backoffice-by-key = clé { $key }…
backoffice-by-machine = poste « { $name } »
backoffice-by-system = Automatique
backoffice-by-visitor = visiteur
backoffice-day-missing = Indiquez une date.
backoffice-day-malformed = Indiquez une date valable, par exemple 2026-12-31.
backoffice-account-not-open = Ce compte n’est pas ouvert : ses crédits ne pourraient pas être utilisés.
backoffice-mail-preview = Revoir l’e-mail avec ce motif
backoffice-mail = L’e-mail qui partira
backoffice-account-parts = Parties de la page
backoffice-invitation-expired = Expirée

# Home
backoffice-tab-sign-ups = Inscriptions
backoffice-tab-home = Accueil
backoffice-home-title = À traiter
backoffice-home-lead = Ce qui attend, et ce qui vient d’être décidé.
backoffice-home-sign-ups = Inscriptions à examiner
backoffice-home-oldest = La plus ancienne : { $age }
backoffice-home-no-sign-up = Aucune inscription en attente
backoffice-home-answers = Réponses dues aux clients
backoffice-home-answers-first = La première avant le { $at }
backoffice-home-answers-late = En retard : { $age }
backoffice-home-answers-more = (et d’autres)
backoffice-home-answers-unpromised = Sans délai promis
backoffice-home-answers-none = Tous ont leur réponse
backoffice-home-corrections = Demandes de correction à examiner
backoffice-home-corrections-oldest = La plus ancienne : { $age }
backoffice-home-corrections-none = Aucune correction demandée
backoffice-home-bank = Lignes de banque à décider
backoffice-home-bank-see = Voir et décider
backoffice-home-bank-none = Tout est décidé
backoffice-home-paypal = Paiements PayPal à regarder
backoffice-home-paypal-see = Voir ces paiements
backoffice-home-paypal-more = Voir ces paiements, et d’autres
backoffice-home-paypal-none = Rien d’inhabituel
backoffice-home-expiring = Comptes dont des crédits expirent
backoffice-home-expiring-note = Dans les 30 jours
backoffice-home-expiring-title = Prochaines expirations
backoffice-home-no-expiry = Aucun crédit n’expire dans les 30 jours
backoffice-home-jobs = Tâches abandonnées
backoffice-home-jobs-see = Voir et relancer
backoffice-home-jobs-none = Tout s’est bien passé
backoffice-home-decisions = Dernières décisions
backoffice-home-no-decision = Aucune décision pour l’instant
backoffice-set-up = À régler avant d’accueillir des clients
backoffice-set-up-identity = L’identité de l’éditeur, que portent les pages et les courriels
backoffice-set-up-terms = Les conditions d’utilisation, que chaque compte accepte
backoffice-set-up-tariff = Le tarif : ce que coûte chaque fonctionnalité
backoffice-set-up-prices = La page des prix, à côté du tarif
backoffice-home-tariff = Voir et modifier le tarif des fonctionnalités
backoffice-decided-at = Décidé

# Accounts
backoffice-accounts-title = Comptes clients
backoffice-accounts-search = Chercher
backoffice-accounts-search-hint = Numéro, nom, e-mail, SIREN
backoffice-accounts-none = Aucun compte ne correspond
backoffice-accounts-none-text = Essayez le numéro, le début du nom, une adresse complète ou le SIREN.
backoffice-accounts-all = Tous les comptes
backoffice-accounts-details = Détail du compte choisi
backoffice-accounts-preview = Aperçu de { $account }
backoffice-accounts-open = Ouvrir le compte
backoffice-town = Ville
backoffice-siren = SIREN
backoffice-registration = SIREN ou numéro étranger
backoffice-address = Adresse
backoffice-on-the-phone = Vous êtes au téléphone
backoffice-phone-running = Appel en cours
backoffice-phone-go = Aller à la page du téléphone
backoffice-phone = Téléphone
backoffice-administration-email = E-mail d’administration
backoffice-members = Membres
backoffice-members-none = Personne n’a encore rejoint ce compte
backoffice-since = Créé
backoffice-balance = Solde
backoffice-balance-next = Utilisés d’abord :
backoffice-balance-held = { $n ->
    [one] dont { $n } réservé
   *[other] dont { $n } réservés
}
backoffice-balance-expires = jusqu’au { $date }
backoffice-credits = crédits
backoffice-account-title = { $account } – { $name }
backoffice-account-decided = depuis le { $when }
backoffice-company = Entreprise
backoffice-company-correct = Corriger
backoffice-company-name = Raison sociale
backoffice-vat-number = Numéro de TVA
backoffice-ape = Code APE
backoffice-contact = Contact et facturation
backoffice-billing-email = E-mail de facturation
backoffice-billing-contact = Service facturation
backoffice-billing-reference = Référence à porter sur les factures
backoffice-applicant = Demandé par
backoffice-lots = Lots de crédits
backoffice-lots-none = Aucun crédit disponible
backoffice-lot-kind = Nature
backoffice-lot-left = Reste
backoffice-lot-expires = Expiration
backoffice-lot-never = Sans limite
backoffice-lot-origin = Lot et origine
backoffice-terms = Conditions acceptées
backoffice-terms-none = Aucune acceptation enregistrée
backoffice-terms-version = Version
backoffice-terms-by = Par
backoffice-terms-at = Le
backoffice-roles = Rôles
backoffice-joined = Membre depuis
backoffice-invitations = Invitations
backoffice-invitation-sent = Envoyée
backoffice-invitation-expires = Expire
backoffice-keys = Clés d’API
backoffice-keys-none = Aucune clé en service
backoffice-key = Clé
backoffice-key-scopes = Droits
backoffice-key-used = Dernier usage
backoffice-key-never = Jamais
backoffice-key-created = Créée
backoffice-key-revoke = Révoquer
backoffice-key-revoked = Révoquée le { $when }
backoffice-revoke-title = Révoquer la clé { $key }… ?
backoffice-revoke-explanation = L’application qui utilise la clé « { $name } » sera refusée dès sa prochaine demande. Une clé révoquée ne peut pas être remise en service.
backoffice-revoked = Clé révoquée.

# Decisions
backoffice-sign-ups-title = Inscriptions
backoffice-sign-ups-lead =
    { $n ->
        [0] Aucune inscription en attente
        [one] { $n } inscription en attente, la plus ancienne d’abord
       *[other] { $n } inscriptions en attente, les plus anciennes d’abord
    }
backoffice-sign-ups-none = Aucune inscription en attente
backoffice-sign-ups-none-text = Les nouvelles inscriptions arrivent ici dès que leur adresse est confirmée.
backoffice-sign-ups-decide = Examiner l’inscription
backoffice-applied = Demandé
backoffice-duplicates = Doublons possibles
backoffice-duplicates-none = Aucun compte ne ressemble à celui-ci.
backoffice-accept-title = Accepter { $name } ?
backoffice-accept-explanation = Le compte sera ouvert aussitôt. Un e-mail l’annonce à { $email }.
backoffice-accept-verb = Accepter
backoffice-accepted = Compte ouvert : { $name }.
backoffice-refuse-title = Refuser { $name } ?
backoffice-refuse-explanation = Un e-mail l’annonce à { $email }, avec votre motif mot pour mot. Un refus peut être repris.
backoffice-refuse-verb = Refuser
backoffice-refused = Inscription refusée : { $name }.
backoffice-reopen-title = Reprendre l’inscription de { $name } ?
backoffice-reopen-explanation = L’inscription retourne dans la file d’attente. Aucun e-mail n’est envoyé.
backoffice-reopen-verb = Reprendre l’inscription
backoffice-reopened = Inscription remise en attente : { $name }.
backoffice-suspend-title = Suspendre { $name } ?
backoffice-suspend-explanation = Les membres pourront lire et exporter, mais plus rien dépenser. Un e-mail le leur annonce, avec votre motif mot pour mot.
backoffice-suspend-verb = Suspendre
backoffice-suspended = Compte suspendu : { $name }.
backoffice-reactivate-title = Réactiver { $name } ?
backoffice-reactivate-explanation = Le compte pourra de nouveau utiliser ses crédits. Un e-mail l’annonce.
backoffice-restore-verb = Rouvrir le compte
backoffice-reactivate-verb = Réactiver
backoffice-reactivated = Compte réactivé : { $name }.

# Credits
backoffice-operation = Opération
backoffice-operation-title = Opération { $operation }
backoffice-operation-at = Date
backoffice-operation-what = Production
backoffice-operation-kind = Nature
backoffice-operation-who = Par
backoffice-operation-amount = Crédits
backoffice-operation-after = Solde après
backoffice-operation-price = { $n ->
        [one] { $n } crédit l’unité
       *[other] { $n } crédits l’unité
    }
backoffice-operation-used-at = Utilisé hors connexion le
backoffice-operation-held = Réservés le
backoffice-operation-corrects = Porte sur
backoffice-operation-lots = Lots concernés
backoffice-operation-free = Opération gratuite : aucun lot concerné.
backoffice-lot-title = Ce que ces crédits sont devenus
backoffice-operation-corrections = Opérations liées
backoffice-operations-title = Historique
backoffice-operations-of = Historique de { $account }
backoffice-operations-latest = Dernières opérations
backoffice-operations-all = Tout l’historique
backoffice-operations-none = Aucune opération pour l’instant
backoffice-operations-none-found = Aucune opération ne correspond
backoffice-operations-search = Référence ou fonctionnalité
backoffice-grant-title = Offrir des crédits
backoffice-grant-lead = Des crédits promotionnels, utilisés avant les crédits achetés. Les membres du compte voient l’opération et son motif.
backoffice-grant-amount = Nombre de crédits
backoffice-grant-expires-on = Valables jusqu’au
backoffice-expires-on-hint = Jour compris. Vide : sans limite.
backoffice-block-verb = Bloquer l’utilisation
backoffice-unblock-verb = Débloquer l’utilisation
backoffice-block-explanation = Plus aucun crédit de ce compte ne pourra être utilisé ni réservé. Ce qui est déjà réservé pourra encore l’être.
backoffice-unblock-explanation = Les crédits de ce compte pourront de nouveau être utilisés.
backoffice-unblock-debt-explanation = Les crédits de ce compte pourront de nouveau être utilisés, bien qu’il ait une dette.
backoffice-spending-reason-hint = Il reste dans le journal.
backoffice-blocked = L’utilisation des crédits est bloquée.
backoffice-unblocked = L’utilisation des crédits est débloquée.
backoffice-standing-debt = Ce compte a une dette
backoffice-standing-blocked = L’utilisation des crédits est bloquée
backoffice-standing-blocked-by-debt = L’utilisation des crédits est bloquée par une dette
backoffice-debt = { $n ->
    [one] Dette : { $n } crédit, réglée par le prochain achat
   *[other] Dette : { $n } crédits, réglée par le prochain achat
}
backoffice-grant-verb = Offrir des crédits
backoffice-granted =
    { $n ->
        [one] { $n } crédit offert.
       *[other] { $n } crédits offerts.
    }
backoffice-payment = Paiement
backoffice-payment-title = Enregistrer un paiement reçu
backoffice-payment-lead = À faire une fois l’argent reçu : c’est ce qui crée des crédits achetés. La même référence n’est enregistrée qu’une fois.
backoffice-payment-means = Moyen de paiement
backoffice-payment-means-missing = Choisissez le moyen de paiement.
backoffice-payment-reference = Référence du paiement
backoffice-payment-reference-hint = Celle de la banque ou du prestataire, telle qu’elle figure sur le relevé.
backoffice-payment-received-on = Reçu le
backoffice-payment-in-future = Cette date n’est pas encore passée.
backoffice-payment-amount = Montant
backoffice-payment-amount-eur = Montant en euros
backoffice-payment-amount-malformed = Indiquez un montant en euros, par exemple 1 250,50.
backoffice-payment-credits = Crédits achetés
backoffice-payment-expires-on = Valables jusqu’au
backoffice-payment-verb = Enregistrer un paiement
backoffice-payment-recorded =
    { $n ->
        [one] Paiement enregistré : { $n } crédit ajouté.
       *[other] Paiement enregistré : { $n } crédits ajoutés.
    }
backoffice-correct-title = Corriger une opération
backoffice-correct-lead = L’opération reste telle qu’elle est ; une nouvelle la corrige, avec votre motif. Le formulaire propose ce qui l’annule.
backoffice-correct-direction = Sens de la correction
backoffice-correct-direction-missing = Indiquez si des crédits sont ajoutés ou retirés.
backoffice-correct-in = Ajouter des crédits
backoffice-correct-out = Retirer des crédits
backoffice-correct-kind = Nature des crédits ajoutés
backoffice-correct-kind-hint = Des crédits retirés le sont dans l’ordre d’utilisation.
backoffice-correct-kind-missing = Choisissez la nature des crédits ajoutés.
backoffice-correct-verb = Corriger
backoffice-corrected = Correction enregistrée.

# Tariff
backoffice-tariff-title = Tarif
backoffice-tariff-lead = Ce que coûte l’utilisation d’une fonctionnalité, en crédits.
backoffice-tariff-current = En vigueur et à venir
backoffice-tariff-past = Passés
backoffice-tariff-none = Aucun prix
backoffice-tariff-none-text = Une fonctionnalité sans prix en vigueur ne peut pas être facturée au tarif.
backoffice-price = Crédits
backoffice-price-coming = À venir
backoffice-price-in-force = En vigueur
backoffice-price-ended = Passé
backoffice-price-from = Début
backoffice-price-until = Fin
backoffice-price-no-end = Jusqu’à nouvel ordre
backoffice-price-add = Ajouter un prix
backoffice-price-title = Nouveau prix
backoffice-price-lead = S’il en existe déjà un sans date de fin, il s’arrête quand celui-ci commence.
backoffice-price-added = Prix enregistré pour { $feature }.
backoffice-price-credits = Crédits par utilisation
backoffice-price-hint = 0 pour une fonctionnalité gratuite.
backoffice-feature-hint = Le nom que donne l’application : minuscules, chiffres, points, tirets ; par exemple plan.render.
backoffice-price-label-fr = Nom en français
backoffice-price-label-en = Nom en anglais
backoffice-price-label-missing = Indiquez le nom de la fonctionnalité.
backoffice-price-label-too-long = 100 caractères au plus, sur une ligne.
backoffice-price-from-day = À partir du
backoffice-price-from-hint = Vide : dès maintenant.
backoffice-price-until-day = Jusqu’au
backoffice-price-until-hint = Jour compris. Vide : jusqu’à nouvel ordre.
backoffice-price-end = Mettre fin
backoffice-price-end-title = Mettre fin au prix de { $feature } ?
backoffice-price-end-explanation = Après sa fin, la fonctionnalité n’est plus facturée au tarif tant qu’un nouveau prix n’est pas ajouté.
backoffice-price-end-coming = Ce prix n’est pas encore en vigueur. S’il devait finir avant d’avoir commencé, il est retiré.
backoffice-price-last-day = Dernier jour
backoffice-price-last-day-hint = Vide : dès maintenant.
backoffice-price-end-done = Fin enregistrée.

# People
backoffice-people-title = Personnes
backoffice-people-search = Nom ou e-mail
backoffice-people-type = Cherchez une personne par son nom ou son adresse
backoffice-people-none = Personne ne correspond
backoffice-people-none-text = Essayez le début du nom, ou l’adresse complète.
backoffice-person-accounts = Comptes clients
backoffice-person-no-account = Membre d’aucun compte
backoffice-first-name = Prénom
backoffice-surname = Nom
backoffice-language = Langue
backoffice-time-zone = Fuseau horaire
backoffice-login = Identifiant
backoffice-login-in-use = Ouvert
backoffice-login-disabled = Fermé
backoffice-login-second-factor = Connexion en deux étapes
backoffice-login-password = Mot de passe seul
backoffice-login-closed-at = Fermé le
backoffice-login-confirmed = Adresse confirmée
backoffice-login-not-confirmed = Pas encore
backoffice-login-of-staff = Seul un responsable s’occupe des identifiants des agents.
backoffice-login-oneself = Vous ne pouvez pas fermer votre propre identifiant.
backoffice-end-sessions = Mettre fin aux sessions
backoffice-end-sessions-title = Mettre fin aux sessions de { $name } ?
backoffice-end-sessions-explanation = Cette personne devra se reconnecter partout. Son mot de passe ne change pas.
backoffice-end-sessions-done = Sessions terminées.
backoffice-close-login = Fermer l’identifiant
backoffice-close-login-title = Fermer l’identifiant de { $name } ?
backoffice-close-login-explanation = Cette personne ne pourra plus se connecter, dans aucun compte. Ses opérations restent dans l’historique. L’identifiant peut être rouvert.
backoffice-close-login-done = Identifiant fermé.
backoffice-open-login = Rouvrir l’identifiant
backoffice-open-login-title = Rouvrir l’identifiant de { $name } ?
backoffice-open-login-explanation = Cette personne pourra de nouveau se connecter, avec son mot de passe.
backoffice-open-login-done = Identifiant rouvert.

# Team
backoffice-team-title = Agents
backoffice-team-lead = Qui travaille au back office, et avec quelles permissions.
backoffice-permissions = Permissions
backoffice-permissions-none = Choisissez une permission au moins.
backoffice-permissions-unknown = Choisissez parmi les permissions proposées.
backoffice-permission-support = Voir les comptes, les personnes, les opérations et le journal.
backoffice-permission-customer-service = Décider des inscriptions, suspendre, s’occuper des identifiants et des clés.
backoffice-permission-billing = Offrir des crédits, enregistrer des paiements, corriger des opérations.
backoffice-permission-catalogue = Tarif, conditions et prix.
backoffice-permission-owner = Tout, et les permissions des autres agents.
backoffice-team-invite = Ajouter un agent
backoffice-team-invite-title = Nouvel agent
backoffice-team-invite-lead = Qui n’a pas d’identifiant reçoit un lien pour choisir son mot de passe. Qui en a un garde son nom et son mot de passe.
backoffice-team-invited = { $name } fait partie des agents.
backoffice-team-change = Modifier
backoffice-team-permissions-title = Permissions de { $name }
backoffice-team-permissions-lead = Sans aucune permission, cette personne n’entre plus au back office.
backoffice-team-permissions-saved = Permissions enregistrées.
backoffice-team-save = Enregistrer

# Log
backoffice-log = Journal
backoffice-log-lead = Ce qui a été modifié, par qui, avant et après.
backoffice-log-all = Tout le journal
backoffice-log-none = Rien n’a encore été modifié
backoffice-log-none-found = Aucune ligne ne correspond
backoffice-log-at = Date
backoffice-log-what = Action
backoffice-log-who = Par
backoffice-log-who-hint = Nom ou e-mail
backoffice-log-by = Type d’auteur
backoffice-log-changes = Avant → après
backoffice-log-nothing = rien
backoffice-author-person = Client
backoffice-author-staff = Agent
backoffice-author-key = Clé d’API
backoffice-author-machine = Poste de travail
backoffice-audit-job-retried = Tâche relancée
backoffice-audit-job = Tâche

# Jobs
backoffice-jobs-title = Tâches
backoffice-jobs-lead = Ce que le programme a essayé plusieurs fois, puis abandonné.
backoffice-jobs-none = Aucune tâche abandonnée
backoffice-jobs-none-text = E-mails, expirations et nettoyages suivent leur cours.
backoffice-jobs-kind = Tâche
backoffice-jobs-error = Dernière erreur
backoffice-jobs-tries = Essais
backoffice-jobs-dead-at = Abandonnée
backoffice-jobs-retry = Relancer
backoffice-jobs-retried = Tâche relancée.
backoffice-jobs-not-dead = Cette tâche n’est plus abandonnée : quelqu’un l’a déjà relancée.
