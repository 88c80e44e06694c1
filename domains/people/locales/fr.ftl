# What is wrong with what was typed
people-name-missing = Indiquez un nom.
people-name-too-long = Ce nom est trop long : 80 caractères au plus.
people-name-malformed = Un nom ne contient ni « < », ni « / », ni « @ », ni « www. », ni caractère invisible.
people-zone-unknown = Choisissez un fuseau horaire dans la liste.
people-language-unknown = Choisissez une langue dans la liste.
people-password-missing = Indiquez votre mot de passe.
people-password-too-short = Ce mot de passe est trop court : 12 caractères au moins. Quelques mots sans rapport entre eux font un bon mot de passe.
people-password-too-long = Ce mot de passe est trop long : 128 caractères au plus, une lettre accentuée comptant pour deux.
people-password-own-words = Ce mot de passe ressemble à votre nom ou à votre adresse. Choisissez autre chose.
people-password-easy = Ce mot de passe est facile à deviner. Ajoutez un ou deux mots sans rapport.
people-password-wrong = Ce n’est pas votre mot de passe actuel.
people-password-changed-meanwhile = Votre mot de passe vient d’être changé. Rechargez la page et recommencez.
people-try-again = Trop d’essais. Pour votre sécurité, attendez jusqu’au { $at }, puis essayez de nouveau.
people-code-wrong = Ce code n’est pas valable, ou a déjà servi. Attendez le suivant et essayez de nouveau.
people-email-same = C’est déjà votre adresse.
people-email-too-many = Vous avez demandé plusieurs changements aujourd’hui. Réessayez demain.
people-link-not-open = Ce lien n’est plus valable.
people-second-factor-already-on = La connexion en deux étapes est déjà activée.
people-second-factor-not-on = La connexion en deux étapes n’est pas activée.
people-last-owner = Il faut au moins un responsable : nommez-en d’abord un autre.

# Signing in
people-sign-in-title = Connexion
people-sign-in-verb = Se connecter
people-sign-in-wrong = Adresse ou mot de passe inexact. Vérifiez les deux et essayez de nouveau. Vous venez de demander un compte ? Ouvrez d’abord le lien reçu par e-mail.
people-email = Adresse e-mail
people-password = Mot de passe
people-forgotten-link = Mot de passe oublié ?
people-no-account = Pas encore client ?
people-sign-up-link = Créer un compte
people-back-to-sign-in = Revenir à la connexion
people-signed-out = Vous êtes déconnecté.
people-second-step-title = Votre code
people-second-step-lead = Ouvrez votre application de codes et recopiez le code affiché.
people-second-step-over = Trop de temps a passé. Connectez-vous de nouveau.
people-code = Code
people-code-hint = Six chiffres.
people-code-or-recovery-hint = Six chiffres, ou l’un de vos codes de secours.

# Forgotten password
people-forgotten-title = Mot de passe oublié
people-forgotten-lead = Indiquez l’adresse avec laquelle vous vous connectez. Nous y enverrons un lien pour choisir un nouveau mot de passe.
people-forgotten-verb = Envoyer le lien
people-forgotten-again = Demander un nouveau lien
people-forgotten-sent-title = Regardez votre messagerie
people-forgotten-sent-lead = Si cette adresse est celle d’un identifiant, un message vient de partir. Son lien est valable une heure.
people-forgotten-sent-next = Rien reçu au bout de quelques minutes ? Regardez parmi les messages indésirables, puis vérifiez l’adresse.
people-reset-title = Choisir un mot de passe
people-reset-verb = Enregistrer ce mot de passe
people-reset-done = Votre mot de passe est enregistré. Connectez-vous.
people-link-closed-lead = Il a déjà servi, ou il est trop ancien. Demandez-en un nouveau : cela prend une minute.
people-new-password = Nouveau mot de passe
people-password-hint = 12 caractères au moins. Quelques mots sans rapport entre eux sont faciles à retenir et difficiles à deviner.

# Profile
people-tab-profile = Profil
people-tab-security = Sécurité
people-profile-title = Profil et préférences
people-first-name = Prénom
people-surname = Nom
people-language = Langue
people-language-hint = Celle des pages et des messages que vous recevez.
people-time-zone = Fuseau horaire
people-time-zone-hint = Les dates et les heures s’affichent dans ce fuseau.
people-profile-verb = Enregistrer
people-profile-saved = Votre profil est enregistré.
people-accounts-title = Vos comptes clients
people-leave = Quitter

# Security
people-security-title = Mot de passe et sécurité
people-sign-in-with = Votre identifiant
people-current-password = Mot de passe actuel
people-continue = Continuer
people-password-title = Changer de mot de passe
people-password-lead = Vos autres sessions seront fermées.
people-password-verb = Changer de mot de passe
people-password-changed = Votre mot de passe est changé. Vos autres sessions sont fermées.
people-email-title = Changer d’adresse
people-email-lead = Un lien de confirmation partira vers la nouvelle adresse, et un message vers l’ancienne, qui reste valable jusque-là.
people-email-present = Adresse actuelle
people-email-new = Nouvelle adresse
people-email-verb = Envoyer le lien de confirmation
people-email-change-verb = Changer d’adresse
people-email-waiting = En attente de confirmation : { $email }
people-email-asked = Un message est parti vers { $email }. Suivez son lien pour confirmer.
people-email-confirmed = Votre nouvelle adresse est confirmée. Connectez-vous désormais avec elle.
people-confirm-email-title = Confirmer votre adresse
people-confirm-email-lead = Vous vous connecterez désormais avec { $email }.
people-confirm-email-verb = Confirmer cette adresse
people-confirm-email-closed-lead = Il a déjà servi, ou il est trop ancien. Si votre adresse n’a pas changé, recommencez.

# Second factor
people-factor-title = Connexion en deux étapes
people-factor-on = Activée
people-factor-off = Désactivée
people-factor-since = depuis le
people-factor-text = Après votre mot de passe, un code affiché par une application de votre téléphone vous sera demandé. Un mot de passe volé ne suffit alors plus.
people-factor-removed = La connexion en deux étapes est désactivée.
people-staff-factor-title = Activez d’abord la connexion en deux étapes
people-staff-factor-text = Le back office ne s’ouvre qu’avec elle : votre mot de passe, puis un code. Activez-la ci-dessous.
people-enrol-title = Activer la connexion en deux étapes
people-enrol-password-lead = Pour commencer, confirmez que c’est bien vous.
people-enrol-lead = Il vous faut une application de codes sur votre téléphone ou dans votre gestionnaire de mots de passe.
people-enrol-step-1 = 1. Ajoutez ce compte à votre application
people-enrol-scan = Photographiez cette image avec l’application.
people-enrol-picture = Image à photographier avec l’application de codes
people-enrol-type = Ou saisissez cette clé dans l’application :
people-enrol-secret = Clé à saisir dans l’application de codes
people-enrol-step-2 = 2. Recopiez le code affiché
people-enrol-verb = Activer
people-enrol-over = Trop de temps a passé, ou l’activation a été reprise ailleurs. Recommencez ici.
people-remove-factor-title = Désactiver la connexion en deux étapes
people-remove-factor-lead = Votre mot de passe suffira pour vous connecter, et vos codes de secours ne seront plus valables.
people-remove-factor-verb = Désactiver
people-codes-title = Vos codes de secours
people-codes-lead = La connexion en deux étapes est activée. Si vous perdez votre application, chacun de ces codes la remplace une fois.
people-codes-once = Ces codes ne seront plus jamais affichés. Imprimez-les ou rangez-les en lieu sûr.
people-codes-kept = Je les ai rangés
people-codes-left =
    { $n ->
        [0] Il ne vous reste aucun code de secours : créez-en de nouveaux.
        [one] Il vous reste { $n } code de secours.
       *[other] Il vous reste { $n } codes de secours.
    }
people-codes-renew-title = Créer de nouveaux codes de secours
people-codes-renew-lead = Les anciens codes ne seront plus valables.
people-codes-renew-verb = Créer de nouveaux codes
people-codes-shown-once = Vos codes ont déjà été créés, et ne s’affichent qu’une fois. Si vous ne les avez pas notés, créez-en de nouveaux.

# Sessions
people-sessions-title = Vos sessions
people-sessions-lead = Les navigateurs où vous êtes connecté. Fermez celles que vous ne reconnaissez pas, puis changez de mot de passe.
people-session-device = Appareil
people-session-address = Adresse réseau
people-session-seen = Dernière activité
people-session-unknown = Appareil inconnu
people-session-this = Cette session
people-session-end = Fermer
people-session-ended = La session est fermée.
people-sessions-end-others = Fermer toutes les autres
people-sessions-ended = Toutes vos autres sessions sont fermées.

# Log
people-log-created = Personne créée
people-log-profile = Profil modifié
people-log-password-changed = Mot de passe changé
people-log-password-reset = Mot de passe choisi par un lien
people-log-email-changed = Adresse de connexion changée
people-log-second-factor-on = Connexion en deux étapes activée
people-log-second-factor-off = Connexion en deux étapes désactivée
people-log-recovery-code-used = Code de secours utilisé
people-log-recovery-codes-renewed = Codes de secours renouvelés
people-log-sessions-ended = Sessions fermées
people-log-disabled = Identifiant fermé
people-log-erased = Personne effacée
people-kept-login = Votre identité : adresse e-mail, prénom et nom, langue, fuseau horaire, et les mots par lesquels nous vous retrouvons. Le mot de passe n’est gardé que sous une forme qui ne permet pas de le lire.
people-kept-login-why = Vous connecter, vous nommer auprès de vos collègues, vous écrire.
people-kept-login-how-long = Tant que vous avez un identifiant ; jusqu’à ce que vous demandiez l’effacement.
people-kept-sessions = Vos connexions : navigateur, adresse réseau, début, dernière activité.
people-kept-sessions-why = Vous montrer où vous êtes connecté, reconnaître une connexion qui n’est pas la vôtre.
people-kept-sessions-how-long = 210 jours après le début de la connexion.
people-kept-factor = Votre second facteur : son secret (chiffré) et les empreintes des codes de secours.
people-kept-factor-why = Demander un code en plus du mot de passe.
people-kept-factor-how-long = Jusqu’à ce que vous le retiriez.
people-kept-links = Les liens envoyés par e-mail pour choisir un mot de passe ou confirmer une adresse.
people-kept-links-why = N’accepter chaque lien qu’une fois et pour l’adresse à laquelle il a été envoyé.
people-kept-links-how-long = 30 jours après l’expiration du lien.
people-erase-staff = Vous faites partie de l’équipe de l’éditeur : un propriétaire doit d’abord retirer vos permissions.
people-log-enabled = Identifiant rouvert
people-log-staff = Droits d’agent modifiés
people-log-permissions = Droits
people-log-language = Langue
people-log-time-zone = Fuseau horaire

# Le lien à usage unique qu’une application remet
people-by-link-title = Ouvrir votre espace client
people-by-link-lead = Votre application vous a remis ce lien. Il ouvre une session dans ce navigateur, une seule fois.
people-by-link-as = Vous serez connecté en tant que { $name } ({ $email }).
people-by-link-verb = Continuer
people-by-link-closed-lead = Il a déjà servi, ou il a plus d’une minute. Demandez-en un autre dans l’application, ou connectez-vous.
