## Cases

support-tab = Assistance
support-staff-tab = Assistance
support-case = Dossier
support-case-title = { $number } – { $subject }
support-cases-title = Dossiers d’assistance
support-cases-lead = Vos demandes, leurs réponses et où elles en sont.
support-tile-open = { $n ->
    [one] dossier ouvert
   *[other] dossiers ouverts
}
support-tile-waiting = { $n ->
    [one] Un dossier attend votre réponse.
   *[other] { $n } dossiers attendent votre réponse.
}
support-tile-team = { $team } : { $n }
support-tile-see = Voir les dossiers
support-cases-none = Aucun dossier pour le moment.
support-cases-none-text = Posez une question : la réponse arrive ici et par e-mail.
support-none-found = Aucun dossier ne correspond.
support-show-all = Voir tous les dossiers
support-search = Rechercher
support-search-hint = Mots de l’objet, ou CAS-2026-000123
support-subject = Objet
support-subject-hint = En quelques mots, par exemple : Le plan ne s’imprime pas.
support-product = Produit
support-company = Entreprise
support-state = État
support-priority = Priorité
support-requester = Demandeur
support-updated = Dernier message
support-due = Réponse avant
support-late = En retard
support-page = Page concernée
support-opened-at = Ouvert
support-answered-at = Première réponse
support-body = Message
support-body-hint = Ce que vous vouliez faire, ce qui s’est passé, le message affiché.
support-send = Envoyer
support-save = Enregistrer
support-saved = Enregistré.
support-change = Modifier
support-remove = Supprimer
support-choose = Choisissez dans la liste.
support-somebody = Une personne
support-nobody = Personne
support-by-itself = Automatique
support-by-staff = { $name }, assistance
support-whose = Demandeur
support-whose-own = Mes demandes
support-whose-all = Tous
support-new-title = Nouvelle demande
support-new-lead = Une demande par sujet : chacune avance à son rythme.
support-opened = Votre demande { $number } est envoyée.
support-replied = Votre message est envoyé.
support-reply-label = Votre message
support-reopen = Envoyer et rouvrir
support-close = Clore le dossier
support-closed-done = Le dossier est clos.
support-merged-title = La suite est dans un autre dossier
support-state-new = Nouveau
support-state-open = À traiter
support-state-waiting = En attente du client
support-state-solved = Résolu
support-state-closed = Clos
support-priority-low = Basse
support-priority-low-hint = Une question qui peut attendre.
support-priority-normal = Normale
support-priority-normal-hint = La plupart des demandes.
support-priority-high = Haute
support-priority-high-hint = Le travail est gêné.
support-priority-urgent = Urgente
support-priority-urgent-hint = Le travail est arrêté.
support-line-note = note interne, invisible pour le client
support-line-automatic = réponse automatique reçue par e-mail, que le client ne voit pas
support-line-mailed = par e-mail
support-line-mailed-from = par e-mail, depuis une autre adresse : { $address }
support-line-note-from = note interne, par e-mail depuis une autre adresse que la sienne, invisible pour le client : { $address }
support-earlier = Montrer les messages précédents
support-latest = Revenir aux derniers messages
support-mail-left-out = [Fichier non repris : { $name }]
support-line-solved = pense que c’est résolu
support-line-closed = a clos le dossier
support-line-reopened = a rouvert le dossier
support-line-merged = a fusionné ici le dossier { $what }
support-line-merged-into = a fusionné ce dossier dans { $what }
support-line-priority = a changé la priorité : { $what }
support-line-assigned = a confié le dossier à : { $what }

## Who sees a case

support-sees = Qui voit ce dossier
support-sees-hint = Les administrateurs du compte et l’éditeur voient tous les dossiers.
support-sees-own = Moi
support-sees-own-hint = Et les personnes qui suivent le dossier.
support-sees-a-team = Une équipe
support-sees-team = L’équipe { $name }
support-sees-account = Tous les membres du compte
support-seen-by-own = Le demandeur, les personnes qui suivent le dossier et les administrateurs
support-seen-by-team = L’équipe { $name }, le demandeur, les personnes qui suivent le dossier et les administrateurs
support-seen-by-account = Tous les membres du compte
support-seen-by-person = Le demandeur seul
support-share = Changer qui le voit
support-shared = C’est changé.
support-watchers = Personnes qui suivent
support-watchers-none = Personne d’autre ne suit ce dossier.
support-watch-label = Ajouter un membre
support-watch-hint = Ce membre verra le dossier et recevra les réponses par e-mail.
support-watch = Ajouter
support-watched = Ce membre suit maintenant le dossier.
support-unwatch = Retirer { $name }
support-unwatched = Ce membre ne suit plus le dossier.

## Fichiers

support-files = Fichiers
support-files-hint = { $n } fichiers au plus, de { $mb } Mo chacun au plus. Choisissez-les ensemble.
support-file-size = { $n } Ko
support-file-mb = Taille d’un fichier (Mo)
support-file-mb-hint = 500 au plus ; 0 pour ne prendre aucun fichier.
support-account-mb = Fichiers d’un compte, en tout (Mo)
support-files-again = Choisissez vos fichiers de nouveau : ils ne sont pas encore envoyés.
support-files-taken = { $hint } Types acceptés : { $kinds }.
support-kinds-list = { $list } ; { $kind }
support-file-kinds = Types de fichiers acceptés
support-file-kinds-hint = D’après leur contenu. Les programmes ne sont jamais acceptés.
support-kind-image = Images
support-kind-document = Documents : PDF, bureautique
support-kind-text = Textes : journaux, tableaux CSV, XML
support-kind-archive = Archives : ZIP, 7z
support-kind-media = Sons et vidéos
support-kind-other = Autres : fichiers d’applications
support-staff-by-mail = Les réponses de l’équipe par e-mail vont au client
support-staff-by-mail-hint = Sinon elles deviennent des notes internes : qui transmet une notification transmet aussi le moyen d’y répondre.
support-mb-range = Indiquez un nombre entier de 0 à { $n }.

## Remarks

support-remark-title = Une remarque ?
support-remark-lead = Une erreur, une idée, une question sur cette page : écrivez-nous.
support-remark-label = Votre remarque
support-remark-hint = Nous recevons aussi l’adresse de la page. Vous suivez la réponse dans vos dossiers.
support-remark-sent = Merci. Votre remarque porte le numéro { $number }.

## Levels

support-levels-title = Niveaux d’assistance
support-levels-lead = Ce que prévoit chaque niveau, et celui de votre compte. Les délais se comptent en heures ouvrées.
support-levels-staff-lead = Les délais de réponse promis, en heures ouvrées de votre calendrier.
support-level = Niveau d’assistance
support-level-own = Votre niveau
support-own-level = Votre niveau d’assistance : { $name }. Réponse au plus tard dans ces délais :
support-level-first = Par défaut
support-level-new = Nouveau niveau
support-level-lead = Ce qui est déjà promis aux dossiers ouverts ne change pas.
support-level-name = Nom en français
support-level-name-en = Nom en anglais
support-promise = Délais de réponse
support-promise-hint = En heures ouvrées, par exemple 8 ou 0,5.
support-callers = Appelants désignés
support-others = Les autres membres peuvent appeler
support-others-label = Les membres qui ne sont pas appelants désignés peuvent appeler aussi
support-yes = oui
support-no = non
support-place = Rang
support-place-hint = Le premier niveau est celui des comptes qui n’en ont pas reçu d’autre.
support-give = Donner ce niveau
support-give-hint = Vaut pour les réponses dues à partir de maintenant.
support-account-title = Assistance de { $name }
support-office = Heures d’ouverture : { $hours }.
support-business-minutes = { $n ->
    [one] { $n } minute ouvrée
   *[other] { $n } minutes ouvrées
}
support-business-hours = { $n ->
    [one] { $n } heure ouvrée
   *[other] { $n } heures ouvrées
}
support-business-both = { $hours } h { $minutes } min ouvrées
support-hours-malformed = Indiquez des heures, par exemple 8 ou 0,5 ; 2 000 au plus.
support-number-range = Indiquez un nombre entier de 0 à 1 000.

## Staff

support-queue-title = Dossiers
support-queue-lead = Les réponses dues, la plus pressante d’abord.
support-queue-owed = Réponses dues
support-queue-own = Mes réponses dues
support-queue-nobodys = Réponses dues, à prendre
support-queue-empty = Aucune réponse n’est due.
support-view = Vue
support-assignee = Agent
support-assign = Confier
support-assigned = C’est changé.
support-answer-label = Réponse ou note
support-answer-verb = Répondre
support-answered-done = Votre réponse est envoyée.
support-note-verb = Note interne
support-noted = La note est ajoutée. Aucun client ne la voit.
support-then = Ensuite
support-then-waiting = Attendre le client
support-then-solved = Résolu
support-then-open = Nous poursuivons : une autre réponse suivra
support-begin-with = Réponse type à ajouter
support-begin = Ajouter à la réponse
support-merge = Fusionner
support-merge-title = Fusionner { $number }
support-merge-lead = Ce dossier est clos et renvoie à l’autre, que son demandeur suit désormais.
support-merge-into = Dans le dossier
support-merge-hint = Par exemple CAS-2026-000123. Il doit être ouvert et du même client.
support-merged = Les dossiers sont fusionnés.
support-number-malformed = Un numéro de dossier s’écrit CAS-2026-000123.
support-canned = Réponse type
support-canned-title = Réponses types
support-canned-lead = Des réponses à insérer, puis à adapter.
support-canned-none = Aucune réponse type pour le moment.
support-canned-new = Nouvelle réponse type
support-canned-name = Titre
support-canned-removed = La réponse type est supprimée.
support-settings-title = Réglages de l’assistance
support-settings-lead = Ce que les clients choisissent, et quand les dossiers sont clos.
support-products = Produits
support-products-hint = Un par ligne. Sans liste, les clients écrivent le nom du produit.
support-products-too-many = { $most } produits au plus.
support-close-days = Jours avant qu’un dossier résolu soit clos
support-reopen-days = Jours pendant lesquels une réponse rouvre un dossier terminé

## Refusals

support-refused-unknown = Ce dossier n’existe pas.
support-refused-no-token = Ce formulaire a expiré. Envoyez-le de nouveau.
support-refused-too-many = Vous avez ouvert { $most } dossiers en un jour : complétez plutôt un dossier ouvert, ou revenez demain.
support-refused-too-many-messages = Vous avez écrit { $most } messages en un jour : rassemblez le reste en un seul, ou revenez demain.
support-refused-company = Choisissez une entreprise du compte.
support-refused-team = Choisissez une de vos équipes.
support-refused-added = Vous suivez seulement ce dossier : demandez à la personne qui l’a ouvert, ou à un administrateur, de l’ouvrir à d’autres.
support-refused-too-late = Ce dossier est terminé depuis trop longtemps. Ouvrez une nouvelle demande et citez son numéro.
support-refused-merged = Ce dossier se poursuit dans un autre : écrivez-y.
support-refused-closed = Ce dossier est déjà clos.
support-refused-not-a-member = Cette personne n’est pas membre du compte.
support-refused-not-staff = Cette personne ne répond pas aux dossiers.
support-refused-no-room = Vos fichiers occupent toute la place prévue. Envoyez moins de fichiers, ou écrivez-nous : nous verrons comment nous les faire parvenir.
support-refused-not-mergeable = Ces dossiers ne peuvent pas être fusionnés : l’autre doit être ouvert et du même client.

## Log and events

support-audit-opened = Dossier d’assistance ouvert
support-audit-answered = Dossier d’assistance : réponse
support-audit-reopened = Dossier d’assistance rouvert
support-audit-closed = Dossier d’assistance clos
support-audit-shared = Dossier d’assistance partagé autrement
support-audit-watched = Dossier d’assistance suivi
support-audit-unwatched = Dossier d’assistance plus suivi
support-audit-priority = Priorité d’un dossier changée
support-audit-merged = Dossier d’assistance fusionné
support-audit-into = Dans
support-audit-level-given = Niveau d’assistance donné
support-audit-level-set = Niveau d’assistance réglé
support-audit-canned-set = Réponse type réglée
support-audit-settings-set = Assistance réglée
support-told-answered = Un dossier a reçu une réponse
support-told-closed = Un dossier est clos
support-told-opened = Un dossier est ouvert

## Personal data

support-kept-cases = Les dossiers d’assistance que vous avez ouverts ou que vous suivez.
support-kept-cases-why = Vous répondre, et retrouver ce qui a été dit.
support-kept-how-long = Tant que le compte client existe.
support-kept-cases-after = Vous ne suivez plus aucun dossier ; les dossiers restent au compte client, sous un numéro qui ne vous nomme plus.
support-kept-messages = Ce que vous avez écrit dans ces dossiers.
support-kept-messages-why = Une conversation dont il manque une moitié ne se comprend plus.
support-kept-messages-after = La conversation appartient aussi à votre entreprise : elle reste telle quelle, sans votre nom. Si vous y avez écrit quelque chose qui doit disparaître, écrivez-nous.
support-kept-files = Les fichiers que vous avez joints à ces dossiers.
support-kept-files-after = Les fichiers de vos demandes personnelles sont effacés ; ceux des dossiers d’un compte restent à ce compte, sans votre nom.
support-kept-mails = Les réponses que vous avez envoyées par e-mail : le dossier, le moment, et l’adresse si ce n’était pas la vôtre.
support-kept-mails-why = Pour qu’un e-mail reçu deux fois ne compte qu’une fois, et pour que l’on voie d’où vient une réponse.
support-kept-mails-after = Le moment reste, sans votre nom ; les adresses sont effacées.
