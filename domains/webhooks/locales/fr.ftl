## Addresses

webhooks-title = Webhooks
webhooks-lead = Vos propres programmes apprennent ce qui se passe dès que cela se passe : crédits, comptes, commandes.
webhooks-none = Aucune adresse pour le moment
webhooks-none-text = Enregistrez l’adresse d’un programme qui recevra les événements, signés, en JSON.
webhooks-add = Ajouter une adresse
webhooks-add-lead = Chaque appel est signé. Le secret qui le prouve est montré une seule fois, juste après.
webhooks-add-verb = Ajouter
webhooks-endpoint = Adresse
webhooks-url = Adresse du programme
webhooks-url-hint = En https, sur l’internet public, sans secret : les appels sont signés. Exemple : https://outils.exemple.fr/guichet
webhooks-url-malformed = Cette adresse n’est pas valable. Exemple : https://outils.exemple.fr/guichet
webhooks-url-not-https = L’adresse commence par https://, pour que personne ne lise les appels en chemin.
webhooks-url-password = L’adresse ne contient ni nom ni mot de passe : les appels sont signés.
webhooks-url-port = Le port { $port } n’est pas celui d’un site web.
webhooks-url-inside = Cette adresse n’est pas sur l’internet public.
webhooks-description = Description
webhooks-description-hint = À quoi sert ce programme.
webhooks-description-long = 120 caractères au plus.
webhooks-kinds = Événements
webhooks-kinds-all = Tous les événements
webhooks-kinds-all-hint = Ceux des versions à venir aussi.
webhooks-kinds-missing = Choisissez au moins un événement.
webhooks-save = Enregistrer
webhooks-saved = L’adresse est enregistrée.
webhooks-state = État
webhooks-in-use = En service
webhooks-failing = En échec
webhooks-disabled-staff = Hors service
webhooks-disabled-gone = Hors service : n’existe plus (410)
webhooks-disabled-failing = Hors service : échecs depuis trois jours
webhooks-last-success = Dernier succès
webhooks-last-failure = Dernier échec
webhooks-never = jamais
webhooks-reason = Raison

## Secrets

webhooks-secret = Secret de signature
webhooks-secret-once = Copiez ce secret maintenant
webhooks-secret-once-text = Il ne sera plus montré. Votre programme s’en sert pour vérifier que les appels viennent d’ici.
webhooks-secret-replaced = Pendant 24 heures, les appels sont signés avec l’ancien secret aussi.
webhooks-secret-kept = Je l’ai copié
webhooks-secret-shown-once = Le secret n’est montré qu’une fois. Si vous ne l’avez pas copié, changez-le.
webhooks-overlap = Ancien secret valable jusqu’au
webhooks-rotate = Changer le secret
webhooks-rotate-title = Changer le secret ?
webhooks-rotate-text = { $url } reçoit un nouveau secret. Pendant 24 heures les appels sont signés avec les deux ; changé deux fois, le plus ancien cesse aussitôt.

## Actions

webhooks-test = Envoyer un essai
webhooks-was-tested = L’essai est parti. Rechargez cette page dans quelques secondes pour voir la réponse.
webhooks-disable = Mettre hors service
webhooks-was-disabled = L’adresse est hors service : plus rien ne lui est envoyé.
webhooks-enable = Remettre en service
webhooks-was-enabled = L’adresse est de nouveau en service.
webhooks-remove = Supprimer
webhooks-remove-title = Supprimer cette adresse ?
webhooks-remove-text = { $url } ne recevra plus rien, et ce qui l’attend est annulé. Le journal de ses envois est gardé 30 jours.
webhooks-was-removed = L’adresse est supprimée.
webhooks-refused-unknown = Cette adresse n’existe plus.
webhooks-refused-taken = Cette adresse est déjà enregistrée : choisissez ses événements dans sa fiche.
webhooks-refused-too-many = { $most } adresses au plus. Supprimez-en une d’abord.
webhooks-refused-out-of-use = L’adresse est hors service. Remettez-la en service d’abord.

## Log

webhooks-log = Journal des envois
webhooks-log-lead = Ce qui a été envoyé ces 30 derniers jours, et ce qui a été répondu.
webhooks-log-none = Aucun envoi
webhooks-log-none-text = Rien n’a été envoyé, ou rien qui corresponde à ce filtre.
webhooks-kind = Événement
webhooks-kind-test = Essai
webhooks-at = Date
webhooks-attempts = Tentatives
webhooks-last-answer = Dernière réponse
webhooks-state-waiting = En attente
webhooks-state-delivered = Reçu
webhooks-state-given-up = Abandonné
webhooks-state-cancelled = Annulé
webhooks-delivery = Envoi
webhooks-account = Compte client
webhooks-next = Prochaine tentative
webhooks-request = Demande envoyée
webhooks-not-tried = Pas encore de tentative.
webhooks-number = N°
webhooks-outcome = Résultat
webhooks-answered = Réponse { $status }
webhooks-no-answer = Sans réponse
webhooks-duration = Durée
webhooks-milliseconds = { $n } ms
webhooks-answer = Début de la réponse
webhooks-replay = Envoyer de nouveau
webhooks-was-replayed = L’envoi est refait. Rechargez cette page dans quelques secondes pour voir la réponse.
webhooks-refused-no-delivery = Cet envoi n’est plus dans le journal.
webhooks-refused-waiting = Cet envoi attend déjà sa prochaine tentative.

## Log of the publisher

webhooks-audit-registered = Webhook ajouté
webhooks-audit-changed = Webhook modifié
webhooks-audit-rotated = Secret d’un webhook changé
webhooks-audit-disabled = Webhook mis hors service
webhooks-audit-enabled = Webhook remis en service
webhooks-audit-removed = Webhook supprimé
webhooks-audit-tested = Essai d’un webhook envoyé
webhooks-audit-replayed = Envoi d’un webhook refait
