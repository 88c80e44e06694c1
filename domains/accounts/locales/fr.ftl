# Words
accounts-account = Compte
accounts-state = État
accounts-name = Nom
accounts-email = Adresse e-mail
accounts-email-hint = Elle vous sert d’identifiant, et reçoit d’abord le courrier du compte.
accounts-first-name = Prénom
accounts-surname = Nom de famille
accounts-password = Mot de passe
accounts-password-hint = 12 caractères au moins ; une phrase convient très bien.
accounts-roles = Rôles
accounts-reason = Motif
accounts-address = Adresse
accounts-number = SIREN ou numéro d’entreprise
accounts-actions = Actions
accounts-saved = C’est enregistré.
accounts-save-verb = Enregistrer
accounts-edit-verb = Modifier
accounts-not-given = non renseigné
accounts-error-link = Un nom ne contient pas d’adresse web.
accounts-error-missing = Ce champ est à remplir.
accounts-error-too-long = { $n } caractères au plus.
accounts-error-characters = Ce texte contient des caractères invisibles : saisissez-le de nouveau.

# Roles
accounts-role-admin-hint = Gère le compte : membres, entreprise, clés, facturation.
accounts-role-contract-manager-hint = Commandes, contrats et factures ; nomme les autres gestionnaires.
accounts-role-software-coordinator-hint = Utilisateurs, postes et déploiements.
accounts-role-user-hint = Utilise ce qui lui est ouvert et voit ses propres opérations.

# Sign-up
accounts-sign-up-title = Demander un compte client
accounts-sign-up-lead = Décrivez votre entreprise et vous-même. Nous confirmons votre adresse par e-mail, puis étudions votre demande.
accounts-sign-up-verb = Envoyer ma demande
accounts-sign-up-closed = Les demandes sont closes pour le moment
accounts-sign-up-closed-text = Si vous attendez une invitation, suivez le lien du message que vous avez reçu. Sinon, écrivez à l’assistance.
accounts-have-login = Vous avez déjà un identifiant ?
accounts-to-sign-in = Se connecter
accounts-your-company = Votre entreprise
accounts-you = Vous
accounts-company-name = Nom de l’entreprise
accounts-company-name-hint = Tel qu’il figure au registre.
accounts-country = Pays
accounts-siren = SIREN
accounts-in-france = (si l’entreprise est en France)
accounts-siren-hint = 9 chiffres.
accounts-siren-form = Un SIREN compte 9 chiffres, par exemple 732 829 320.
accounts-siren-digit = Ce SIREN n’existe pas : vérifiez les chiffres.
accounts-foreign-number = Numéro d’entreprise
accounts-outside-france = (hors de France)
accounts-foreign-number-hint = Le numéro au registre de votre pays.
accounts-foreign-number-form = De 2 à 40 lettres, chiffres, espaces, points, barres ou tirets.
accounts-vat-number = Numéro de TVA
accounts-vat-number-hint = Numéro intracommunautaire, par exemple FR 44 732 829 320.
accounts-vat-prefix = Un numéro de TVA commence par les deux lettres d’un pays de l’Union européenne.
accounts-vat-form = Ce numéro n’a pas la forme d’un numéro de TVA de ce pays.
accounts-vat-digits = Ce numéro de TVA n’existe pas : vérifiez les chiffres.
accounts-vat-other-country = Ce numéro de TVA est celui d’un autre pays que l’entreprise.
accounts-vat-other-siren = Ce numéro de TVA ne correspond pas au SIREN.
accounts-ape = Code APE
accounts-ape-hint = Quatre chiffres et une lettre, par exemple 71.12B. En France seulement.
accounts-ape-form = Un code APE compte quatre chiffres et une lettre, par exemple 71.12B.
accounts-ape-unknown = Ce code n’existe dans aucune nomenclature d’activités.
accounts-line1 = Numéro et rue
accounts-line2 = Complément d’adresse
accounts-postal-code = Code postal
accounts-postal-code-form = Un code postal français compte 5 chiffres, par exemple 69003.
accounts-town = Ville
accounts-country-unknown = Choisissez un pays dans la liste.
accounts-phone = Téléphone
accounts-phone-hint = Hors de France, avec l’indicatif : +32 2 123 45 67.
accounts-phone-form = Ce numéro n’est pas complet, ou compte trop de chiffres.
accounts-phone-country = Commencez par + et l’indicatif du pays.
accounts-accept-terms = J’accepte les conditions d’utilisation.
accounts-read-terms = Lire les conditions
accounts-terms-must = Acceptez les conditions pour continuer.
accounts-data-notice = Ces données servent à étudier votre demande et à tenir votre compte. Sans confirmation de votre part, elles sont effacées au bout de 30 jours.
accounts-sent-title = Consultez votre messagerie
accounts-sent-lead = Un message vient de partir à l’adresse indiquée. Il dit comment continuer.
accounts-sent-look = Il arrive en quelques minutes. Regardez aussi parmi les indésirables.
accounts-sent-life = Son lien est valable 7 jours.
accounts-sent-again = Rien reçu ? Vérifiez l’adresse et envoyez le formulaire une nouvelle fois.
accounts-back-to-form = Revenir au formulaire
accounts-confirm-title = Confirmer votre demande
accounts-confirm-lead = Encore un geste : confirmez que cette demande est bien la vôtre.
accounts-confirm-password = Le mot de passe choisi à l’inscription
accounts-confirm-password-hint = Il montre que cette demande est bien la vôtre. Oublié ? Faites une nouvelle demande. Vous n’avez rien demandé ? Fermez cette page.
accounts-confirm-password-missing = Indiquez ce mot de passe.
accounts-confirm-password-wrong = Ce mot de passe n’est pas le bon.
accounts-confirm-verb = Confirmer ma demande
accounts-confirmed = Votre adresse est confirmée : votre demande est transmise.
accounts-dead-link = Ce lien n’est plus valable.
accounts-dead-link-lead = Plusieurs explications sont possibles :
accounts-dead-link-used = Le lien a déjà servi : connectez-vous.
accounts-dead-link-old = Plus de 7 jours ont passé : demandez un nouveau lien à la personne qui vous l’a envoyé.
accounts-dead-link-newer = Un message plus récent l’a remplacé, ou l’invitation a été retirée.

# The state of an application
accounts-status-title = Où en est votre demande
accounts-status-open = Votre compte est ouvert
accounts-to-account = Ouvrir le compte
accounts-status-pending = Votre demande est à l’étude
accounts-status-pending-text = Nous vous écrivons dès que la décision est prise. Vous n’avez rien à faire.
accounts-status-refused = Votre demande n’a pas été acceptée
accounts-status-refused-text = Si une correction suffit, faites-la et renvoyez votre demande.
accounts-status-sent = Ce que vous avez envoyé
accounts-correct-verb = Corriger ma demande
accounts-complete-verb = Compléter ma demande
accounts-missing = Ce qui peut manquer
accounts-missing-text = Ces renseignements ne sont pas obligatoires, mais facilitent l’étude de votre demande :
accounts-step-sent = Demande envoyée
accounts-step-on = le { $at }
accounts-step-confirmed = Adresse confirmée
accounts-step-confirm-note = Suivez le lien du message que nous vous avons envoyé.
accounts-step-review = Étude par nos services
accounts-step-review-note = en cours
accounts-step-refused = Demande refusée
accounts-step-open = Compte ouvert
accounts-application-title = Corriger votre demande
accounts-application-lead = Ce que vous modifiez ici remplace ce que vous avez envoyé.
accounts-application-sent = Votre demande corrigée est envoyée.
accounts-send-again-verb = Renvoyer ma demande
accounts-decision-too-late = Ce compte n’est plus dans cet état : quelqu’un d’autre a décidé entre-temps.

# Possible duplicates
accounts-same-number = Même numéro d’entreprise
accounts-same-vat-number = Même numéro de TVA
accounts-same-name = Même nom
accounts-name-alike = Nom ressemblant
accounts-same-mail-domain = Même domaine de messagerie

# Accounts of a person, home
accounts-mine-title = Vos comptes clients
accounts-none = Vous n’êtes membre d’aucun compte
accounts-none-text = Demandez un compte pour votre entreprise, ou une invitation à un collègue.
accounts-open-another = Demander un autre compte
accounts-tab-home = Accueil
accounts-tab-members = Membres
accounts-tab-settings = Réglages
accounts-closed-title = Ce compte est fermé
accounts-closed-text = Un administrateur l’a fermé. Écrivez-nous si c’est une erreur : nous pouvons annuler la fermeture pendant 30 jours.
accounts-closed-data = Mes données
accounts-close-link = Fermer le compte
accounts-restore-too-late = Ce compte est fermé depuis plus de 30 jours : la fermeture ne peut plus être annulée.
accounts-restore-nobody = Plus personne n’est membre de ce compte : la fermeture ne peut pas être annulée.
accounts-erase-last-admin = Vous êtes le dernier administrateur du compte { $account } ({ $name }) : nommez un successeur, ou fermez le compte.
accounts-erase-name-another = Nommer un successeur
accounts-kept-members = Les comptes clients dont vous êtes ou avez été membre, et vos rôles.
accounts-kept-members-why = Savoir ce que vous pouvez faire, et pour qui.
accounts-kept-members-how-long = Tant que le compte client existe.
accounts-kept-members-after = Vous quittez tous les comptes ; la date de votre passage reste, sous un numéro qui ne vous nomme plus.
accounts-kept-terms = Les versions des conditions d’utilisation que vous avez acceptées, et quand.
accounts-kept-terms-why = Prouver ce qui a été convenu.
accounts-kept-terms-how-long = Tant que le compte client existe, puis cinq ans (prescription, Code civil, art. 2224).
accounts-kept-terms-after = La preuve de l’acceptation reste, sous un numéro qui ne vous nomme plus.
accounts-kept-teams = Les équipes dont vous êtes membre.
accounts-kept-teams-why = Savoir quels dossiers votre équipe suit.
accounts-kept-teams-how-long = Tant que vous êtes dans l’équipe.
accounts-kept-keys = Les clés d’API que vous avez créées, ou qui agissent pour vous.
accounts-kept-keys-why = Savoir au nom de qui un programme agit.
accounts-kept-keys-how-long = Tant que le compte client existe.
accounts-kept-keys-after = Les clés qui agissent pour vous sont révoquées ; leur trace reste, sous un numéro qui ne vous nomme plus.
accounts-kept-sign-ups = Ce que vous avez saisi en demandant l’ouverture d’un compte.
accounts-kept-sign-ups-why = Étudier la demande.
accounts-kept-sign-ups-how-long = 30 jours sans confirmation ; sinon jusqu’à ce que vous demandiez l’effacement.
accounts-kept-invitations = Les invitations envoyées à votre adresse.
accounts-kept-invitations-why = Vous faire entrer dans un compte.
accounts-kept-invitations-how-long = Tant que le compte client existe, ou jusqu’à ce que vous demandiez l’effacement.
accounts-kept-addresses = Votre nom ou votre adresse parmi les coordonnées d’un compte : adresse d’administration, contact de facturation, téléphone.
accounts-kept-addresses-why = Écrire au compte, lui adresser ses factures.
accounts-kept-addresses-how-long = Jusqu’à ce qu’un administrateur les change ou que vous demandiez l’effacement.
accounts-suspended-title = Ce compte est suspendu
accounts-see-members = Voir les membres
accounts-see-invitations = Voir les invitations
accounts-see-keys = Voir les clés
accounts-next = Pour bien commencer
accounts-next-invite = Inviter vos collègues
accounts-next-invite-why = Chacun a son identifiant et voit ce que ses rôles lui ouvrent.
accounts-next-key = Créer une clé d’API
accounts-next-key-why = Elle permet à vos programmes d’utiliser les crédits du compte.
accounts-next-billing = Compléter la facturation
accounts-next-billing-why = Adresse, service et référence à porter sur vos factures.

# Members
accounts-members-title = Membres
accounts-members-lead = Qui est dans le compte, et ce que chacun peut y faire.
accounts-member-since = Membre depuis
accounts-is-me = (vous)
accounts-disabled = Accès fermé
accounts-choose-member = Choisissez un membre pour voir ses rôles.
accounts-save-roles-verb = Enregistrer les rôles
accounts-roles-changed = Les rôles sont enregistrés. Ils valent dès maintenant.
accounts-member-gone = Cette personne n’est plus membre du compte.
accounts-member-not-yours = Vos rôles ne permettent pas de donner ou de retirer ceux-là. Demandez à un administrateur.
accounts-member-no-role = Choisissez au moins un rôle.
accounts-member-last-admin = C’est le dernier administrateur du compte. Nommez d’abord un autre administrateur.
accounts-remove-title = Retirer ce membre ?
accounts-remove-text = { $name } n’aura plus accès au compte de { $company }. Les clés d’API établies à son nom cessent de fonctionner. Ses opérations restent dans l’historique.
accounts-remove-verb = Retirer du compte
accounts-member-removed = Le membre est retiré du compte. Un message le lui dit.
accounts-leave = Quitter ce compte
accounts-leave-title = Quitter ce compte ?
accounts-leave-text = Vous n’aurez plus accès au compte de { $company }. Pour y revenir, il faudra une nouvelle invitation.
accounts-leave-verb = Quitter le compte
accounts-left = Vous avez quitté le compte.

# Invitations
accounts-invitations-title = Invitations
accounts-invitations-lead = Une invitation est personnelle et valable 7 jours.
accounts-no-invitation = Aucune invitation en cours
accounts-no-invitation-text = Vos collègues reçoivent un lien par e-mail et choisissent eux-mêmes leur mot de passe.
accounts-sent-at = Envoyée le
accounts-invitation-until = Valable jusqu’au { $at }
accounts-invitation-expired = Expirée
accounts-resend-verb = Renvoyer
accounts-withdraw-verb = Retirer
accounts-withdraw-title = Retirer cette invitation ?
accounts-withdraw-text = Le lien envoyé à { $email } ne fonctionnera plus.
accounts-invitation-resent = L’invitation est renvoyée. Seul le nouveau lien fonctionne.
accounts-invitation-withdrawn = L’invitation est retirée.
accounts-invitation-ended = Cette invitation a été acceptée ou retirée entre-temps.
accounts-invite-title = Inviter des personnes
accounts-invite-lead = Chacune reçoit un lien personnel, et devient membre en le suivant.
accounts-invite-verb = Inviter
accounts-invite-emails = Adresses e-mail
accounts-invite-emails-hint = Une ou plusieurs, séparées par des virgules ou des retours à la ligne ; 50 au plus.
accounts-invite-language = Langue du message
accounts-invite-malformed = { $n ->
    [one] Ceci n’est pas une adresse e-mail : { $emails }.
   *[other] { $n } adresses ne sont pas correctes : { $emails }.
}
accounts-invite-member = { $n ->
    [one] { $emails } est déjà membre du compte.
   *[other] Déjà membres du compte : { $emails }.
}
accounts-invite-invited = { $n ->
    [one] { $emails } a déjà une invitation en cours : renvoyez-la depuis la liste.
   *[other] Déjà une invitation en cours, à renvoyer depuis la liste : { $emails }.
}
accounts-invite-known = { $members } { $invited }
accounts-invite-not-active = Seuls les comptes actifs peuvent inviter.
accounts-invite-too-many = C’est trop à la fois : 50 invitations par envoi, 500 en cours.
accounts-invited =
    { $n ->
        [one] L’invitation est envoyée.
       *[other] { $n } invitations sont envoyées.
    }
accounts-invitation-title = Rejoindre le compte de { $company }
accounts-invited-by = Invité par
accounts-valid-until = Valable jusqu’au
accounts-invitation-known = Vous avez déjà un identifiant pour cette adresse : il servira aussi pour ce compte.
accounts-invitation-new = Dites-nous qui vous êtes et choisissez un mot de passe.
accounts-join-verb = Rejoindre le compte
accounts-joined = Vous êtes maintenant membre du compte de { $company }.

# Settings
accounts-sections = Réglages du compte
accounts-section-settings = Administration
accounts-section-company = Entreprise
accounts-section-billing = Facturation
accounts-section-notices = Notifications
accounts-notices-lead = Les messages que votre compte reçoit quand quelque chose arrive. Décochez ceux dont vous n’avez pas besoin.
accounts-notices-address = Adresse d’administration, qui les reçoit
accounts-notices-change-address = Changer l’adresse
accounts-notices-always = Toujours envoyé :
accounts-notices-off = Notifications désactivées
accounts-section-keys = Clés d’API
accounts-section-terms = Conditions d’utilisation
accounts-section-log = Journal
accounts-administration = Adresse d’administration
accounts-administration-hint = Elle reçoit le courrier du compte, demandes de paiement comprises.
accounts-administration-present = Adresse actuelle
accounts-administration-waiting = Une nouvelle adresse attend sa confirmation
accounts-administration-waiting-text = Un message est parti à { $email }. L’adresse change quand son lien est suivi.
accounts-administration-asked = Un message demande à { $email } de confirmer.
accounts-administration-address-title = Confirmer l’adresse d’administration
accounts-administration-address-lead = Cette adresse recevra le courrier du compte, demandes de paiement comprises.
accounts-confirm-address-verb = Confirmer cette adresse
accounts-administration-confirmed = L’adresse d’administration est confirmée.
accounts-company-lead = Le nom et les numéros d’un compte ouvert sont vérifiés par nos services : écrivez-nous pour les changer.
accounts-company-main = Entreprise principale
accounts-company-add = Ajouter une entreprise
accounts-company-add-lead = Une autre entité juridique du même compte.
accounts-company-edit = Modifier l’entreprise
accounts-company-edit-lead = Adresse, téléphone et activité sont à vous. Un numéro qui manque peut être complété.
accounts-company-staff-lead = Vos corrections sont inscrites au journal du compte, que ses administrateurs lisent.
accounts-company-fixed = Ce champ est vérifié : écrivez à l’assistance pour le changer.
accounts-company-unknown = Cette entreprise n’est plus dans le compte.
accounts-company-too-many = Un compte comprend 50 entreprises au plus.
accounts-company-not-active = Seuls les comptes actifs peuvent ajouter une entreprise.
accounts-company-closed = Ce compte est fermé : rien n’y change plus. Écrivez à l’assistance.
accounts-billing-lead = À qui vos factures sont établies, et où elles arrivent.
accounts-billing-contact = Service ou personne
accounts-billing-contact-hint = Par exemple : Comptabilité fournisseurs.
accounts-billing-email = Adresse e-mail pour les factures
accounts-billing-email-hint = Sinon, elles vont à l’adresse d’administration.
accounts-billing-reference = Référence à porter sur les factures
accounts-billing-reference-hint = Numéro de commande, centre de coûts…
accounts-billing-other-address = L’adresse de facturation n’est pas celle de l’entreprise
accounts-billing-address = Adresse de facturation
accounts-billing-address-hint = À remplir seulement si elle diffère.

# The company that is invoiced
accounts-invoiced-company = Entreprise facturée
accounts-invoiced-change = Changer
accounts-invoiced-lead = À qui vos prochaines commandes et leurs factures sont établies. Celles d’avant restent telles qu’elles sont, et le crédit-temps sert toutes les entreprises du compte.
accounts-invoiced-now = Aujourd’hui
accounts-invoiced-which = Entreprise à facturer
accounts-invoiced-from = À partir du
accounts-invoiced-from-hint = Aujourd’hui ou plus tard.
accounts-invoiced-address-stays = L’adresse de facturation particulière du compte reste la même.
accounts-invoiced-only = Votre compte ne comprend qu’une entreprise. Pour en facturer une autre, ajoutez-la d’abord.
accounts-invoiced-history = Historique
accounts-invoiced-chosen = Choisie
accounts-invoiced-first = Dès l’ouverture du compte
accounts-invoiced-by-account = par le compte
accounts-invoiced-by-publisher = par l’éditeur
accounts-invoiced-coming = À venir
accounts-invoiced-in-force = En cours
accounts-invoiced-over = Terminée
accounts-invoiced-replaced = Remplacée le même jour
accounts-invoiced-taken-back = Annulée
accounts-invoiced-withdrawn = Le changement est annulé.
accounts-invoiced-unknown = Choisissez une entreprise du compte.
accounts-invoiced-no-day = Indiquez un jour.
accounts-invoiced-past = Le passé ne change pas : choisissez aujourd’hui ou un jour à venir.
accounts-invoiced-too-far = Choisissez un jour d’ici deux ans.
accounts-invoiced-same = C’est déjà l’entreprise facturée à cette date.
accounts-invoiced-too-many = Douze changements attendent déjà : annulez-en un d’abord.
accounts-invoiced-too-many-today = Douze changements ont déjà été faits en un jour : continuez demain, ou écrivez à l’assistance.
accounts-invoiced-begun = Ce changement a déjà eu lieu, ou il est annulé.

# API keys
accounts-keys-lead = Avec une clé, un programme agit pour le compte. Elle n’est montrée qu’une fois.
accounts-no-key = Aucune clé
accounts-no-key-text = Créez-en une par programme, pour pouvoir révoquer chacune sans gêner les autres.
accounts-key-new = Créer une clé
accounts-key-new-lead = Donnez-lui seulement ce dont le programme a besoin.
accounts-key-name = Usage
accounts-key-name-hint = Pour la reconnaître : le programme ou le serveur qui s’en sert.
accounts-key-prefix = Début de la clé
accounts-key-scopes = Ce qu’elle permet
accounts-key-member = Au nom de
accounts-key-member-hint = Au nom d’un membre, ce que fait la clé est compté à ce membre, et elle cesse avec lui.
accounts-key-nobody = le compte
accounts-key-itself = Le compte lui-même
accounts-key-made = Créée le
accounts-key-used = Dernière utilisation
accounts-key-never = jamais
accounts-key-create-verb = Créer la clé
accounts-key-created = Voici votre clé
accounts-key-once = Copiez-la maintenant
accounts-key-once-text = Nous n’en gardons qu’une empreinte : elle ne pourra plus être montrée.
accounts-key-secret = Clé d’API
accounts-key-kept-verb = Je l’ai copiée
accounts-key-shown-once = La clé a déjà été créée et montrée. Si vous ne l’avez pas copiée, révoquez-la et créez-en une autre.
accounts-key-revoke-title = Révoquer cette clé ?
accounts-key-revoke-text = « { $name } » ({ $key }…) cessera aussitôt de fonctionner. Le programme qui s’en sert aura besoin d’une autre clé.
accounts-key-revoke-verb = Révoquer
accounts-key-revoked = La clé est révoquée.
accounts-key-gone = Cette clé a déjà été révoquée.
accounts-key-not-active = Seuls les comptes actifs peuvent créer une clé.
accounts-key-no-scope = Choisissez au moins un droit.
accounts-key-too-many = 50 clés sont en service : révoquez celles qui ne servent plus.

# Terms
accounts-terms-in-force = Version { $version }, en vigueur depuis le { $at }
accounts-terms-version = Version
accounts-terms-you-accepted = Vous avez accepté cette version.
accounts-terms-accepted = Merci : votre acceptation est enregistrée.
accounts-terms-newer = Les conditions viennent de changer : lisez la version en vigueur.
accounts-accept-verb = Accepter et continuer
accounts-no-terms = Aucune condition d’utilisation
accounts-no-terms-text = L’éditeur n’en a pas publié pour le moment.

# The log
accounts-log-lead = Qui a changé quoi dans le compte, avant et après.
accounts-log-at = Date
accounts-log-what = Ce qui s’est passé
accounts-log-who = Par
accounts-log-field = { $field } :
accounts-log-nothing = rien
accounts-by-publisher = L’éditeur
accounts-by-program = Automatique
accounts-by-visitor = Un visiteur, par formulaire ou lien reçu
accounts-by-key = Clé { $key }…
accounts-by-machine = Poste « { $name } »
accounts-by-somebody = Une personne dont les données sont effacées
accounts-did-sign-up = Demande de compte envoyée
accounts-did-open = Compte ouvert par l’éditeur
accounts-did-confirm = Adresse confirmée, demande transmise
accounts-did-accept = Demande acceptée
accounts-did-refuse = Demande refusée
accounts-did-reopen = Demande reprise
accounts-did-suspend = Compte suspendu
accounts-did-close = Compte fermé
accounts-did-restore = Fermeture annulée
accounts-did-reactivate = Compte réactivé
accounts-did-invite = Invitation envoyée
accounts-did-resend = Invitation renvoyée
accounts-did-withdraw = Invitation retirée
accounts-did-expire = Invitation expirée
accounts-did-join = Nouveau membre
accounts-did-change-roles = Rôles modifiés
accounts-did-remove = Membre retiré
accounts-did-leave = Membre parti
accounts-did-add-company = Entreprise ajoutée
accounts-did-change-company = Entreprise modifiée
accounts-did-change-billing = Facturation modifiée
accounts-did-choose-invoiced = Entreprise facturée choisie
accounts-did-withdraw-invoiced = Choix de l’entreprise facturée annulé
accounts-did-choose-notices = Notifications choisies
accounts-did-ask-address = Nouvelle adresse d’administration demandée
accounts-did-change-address = Adresse d’administration changée
accounts-did-accept-terms = Conditions d’utilisation acceptées
accounts-did-create-key = Clé d’API créée
accounts-did-revoke-key = Clé d’API révoquée

## Webhooks

accounts-event-opened = Compte ouvert par vous
accounts-event-accepted = Inscription acceptée
accounts-event-refused = Inscription refusée
accounts-event-reopened = Inscription de nouveau en attente
accounts-event-suspended = Compte suspendu
accounts-event-closed = Compte fermé
accounts-event-restored = Fermeture d’un compte annulée
accounts-event-reactivated = Compte réactivé

accounts-sign-up-lead-at-once = Décrivez votre entreprise et vous-même. Votre compte est en service dès que votre adresse est confirmée.
accounts-confirmed-open = Votre adresse est confirmée : votre compte est en service.
accounts-twin-title = Votre entreprise a déjà un compte
accounts-twin-text = Un compte existe pour la même entreprise. Son administrateur peut vous y inviter : si vous le demandez, il reçoit votre nom et votre adresse. Nous ne vous disons pas qui il est.
accounts-twin-ask-verb = Demander une invitation
accounts-twin-asked = Invitation demandée le { $at }. Elle vous parviendra par e-mail ; sinon, nous décidons de votre demande.
accounts-twin-asked-now = L’invitation est demandée : regardez vos e-mails.
accounts-twin-nobody = Il n’y a personne à qui demander une invitation pour le moment.
accounts-did-ask-invitation = Invitation demandée
accounts-was-asked-invitation = Invitation demandée par quelqu’un de la même entreprise

## Teams

accounts-teams-title = Équipes
accounts-teams-lead = Des membres qui travaillent ensemble, par exemple pour suivre les mêmes dossiers d’assistance.
accounts-teams-none = Aucune équipe pour le moment.
accounts-team-title = Équipe
accounts-team-new = Nouvelle équipe
accounts-team-name = Nom de l’équipe
accounts-team-name-taken = Une autre équipe porte déjà ce nom.
accounts-team-too-many = { $most } équipes au plus.
accounts-team-unknown = Cette équipe n’existe plus.
accounts-team-removed = L’équipe est supprimée.
accounts-team-remove-title = Supprimer cette équipe ?
accounts-team-remove-verb = Supprimer l’équipe
accounts-team-remove-text = L’équipe « { $name } » disparaît. Ses membres restent dans le compte ; ce que seule l’équipe voyait reste visible de son auteur et des administrateurs.
accounts-did-make-team = Équipe créée
accounts-did-change-team = Équipe modifiée
accounts-did-remove-team = Équipe supprimée
