## Settings

publisher-settings = Réglages
publisher-section-identity = Identité
publisher-section-brand = Marque
publisher-section-sign-up = Inscription
publisher-section-calendar = Calendrier
publisher-section-mails = Messages
publisher-section-terms = Conditions d’utilisation
publisher-section-prices = Conditions tarifaires
publisher-section-machines = Postes de travail
publisher-section-webhooks = Webhooks
publisher-save = Enregistrer
publisher-saved = Vos réglages sont enregistrés.
publisher-preview = Voir le rendu
publisher-choose = Choisissez une réponse.
publisher-text-fr = Texte en français
publisher-text-en = Texte en anglais
publisher-text-en-hint = Sans texte anglais, le texte français est montré à tous.
publisher-text-none = Aucun texte pour le moment.
publisher-text-french-instead = Sans texte anglais, le texte français est montré.
publisher-text-too-long = Ce texte est trop long.
publisher-line-too-long = { $longest } caractères au plus.
publisher-markdown-hint = Markdown : ## titre, **gras**, - liste, [lien](https://…), tableaux. Le code HTML n’est pas interprété.
publisher-url-malformed = Cette adresse n’est pas valable. Exemple : https://www.exemple.fr
publisher-url-too-long = Cette adresse est trop longue : 300 caractères au plus.

## Identity

publisher-identity-lead = Ce que vos clients voient sur chaque page et dans chaque message.
publisher-name = Nom
publisher-name-hint = Le nom que vos clients connaissent.
publisher-name-missing = Indiquez un nom.
publisher-legal-name = Raison sociale
publisher-legal-name-hint = Avec la forme juridique, telle qu’elle figure sur vos documents.
publisher-address = Adresse postale
publisher-address-hint = Sur une ligne. Sans texte de mentions légales, cette page montre nom, adresse, téléphone et e-mail.
publisher-site-url = Votre site
publisher-contact = Contact
publisher-support-email = Adresse d’assistance
publisher-support-email-hint = Affichée au bas de chaque page ; les réponses à vos messages y arrivent.
publisher-support-phone = Téléphone
publisher-phone-malformed = Un numéro se compose de chiffres, d’espaces et des signes + . - ( ).
publisher-time-zone = Fuseau horaire
publisher-time-zone-unknown = Ce fuseau horaire est inconnu. Exemple : Europe/Paris
publisher-legal-notice = Mentions légales
publisher-legal-notice-url = Adresse de vos mentions légales
publisher-legal-notice-url-hint = Laissez vide pour afficher ici le texte ci-dessous.

## Calendar

publisher-calendar-lead = Vos heures d’ouverture : vos délais de réponse se comptent en heures ouvrées, et vos pages les annoncent.
publisher-hours = Heures d’ouverture
publisher-hours-hint = Par exemple 09:00-12:30, 14:00-18:00. Laissez vide un jour de fermeture.
publisher-hours-monday = Lundi
publisher-hours-tuesday = Mardi
publisher-hours-wednesday = Mercredi
publisher-hours-thursday = Jeudi
publisher-hours-friday = Vendredi
publisher-hours-saturday = Samedi
publisher-hours-sunday = Dimanche
publisher-hours-malformed = Écrivez les heures ainsi : 09:00-12:30, 14:00-18:00.
publisher-hours-none = Indiquez les heures d’au moins un jour : sans elles, aucun délai de réponse ne peut être promis.
publisher-hours-backwards = La fin doit suivre le début.
publisher-hours-overlap = Ces heures se chevauchent ou ne sont pas dans l’ordre.
publisher-hours-too-many = Quatre plages au plus par jour.
publisher-holidays = Jours fériés
publisher-holidays-metropole = Fermé les jours fériés nationaux
publisher-holidays-alsace-moselle = Fermé les jours fériés d’Alsace-Moselle
publisher-holidays-alsace-moselle-hint = Les jours fériés nationaux, le Vendredi saint et le 26 décembre.
publisher-holidays-none = Ouvert les jours fériés
publisher-closed = Autres jours de fermeture
publisher-closed-hint = Un jour ou une période par ligne : 15/05/2026 ou 24/12/2026 - 02/01/2027.
publisher-closed-malformed = Ligne { $line } : écrivez 15/05/2026 ou 24/12/2026 - 02/01/2027.
publisher-closed-backwards = Ligne { $line } : le dernier jour précède le premier.
publisher-closed-too-many = { $most } lignes au plus.
publisher-open-on = { $days } { $hours }
publisher-open-list = { $list }, { $group }
publisher-open-day = le { $day }
publisher-open-two = le { $first } et le { $last }
publisher-open-span = du { $first } au { $last }
publisher-open-hours = de { $opens } à { $closes }
publisher-open-and = { $list } et { $span }
publisher-monday = lundi
publisher-tuesday = mardi
publisher-wednesday = mercredi
publisher-thursday = jeudi
publisher-friday = vendredi
publisher-saturday = samedi
publisher-sunday = dimanche

## Brand

publisher-brand-lead = L’apparence de l’espace client et l’expéditeur de ses messages.
publisher-logo = Logo
publisher-logo-alt = Le logo actuel
publisher-logo-file = Fichier
publisher-logo-hint = PNG, 256 Ko au plus ; hauteur affichée : 36 pixels.
publisher-logo-verb = Envoyer le logo
publisher-logo-remove = Retirer le logo
publisher-logo-missing = Choisissez un fichier.
publisher-logo-too-large = Ce fichier dépasse 256 Ko.
publisher-logo-no-png = Ce fichier n’est pas une image PNG valable.
publisher-logo-too-many-pixels = Cette image est trop grande : 4 000 pixels de côté au plus.
publisher-accent = Couleur
publisher-accent-hint = La couleur des boutons et des liens.
publisher-accent-malformed = Indiquez une couleur sous la forme #0b5a57.
publisher-accent-light = Sur fond clair
publisher-accent-dark = Sur fond sombre
publisher-accent-corrected = Nous avons assombri cette couleur, difficile à lire sur fond clair ; voici celle qui est utilisée, sur fond clair et sur fond sombre.
publisher-footer = Liens au bas des pages
publisher-footer-hint = Un lien par ligne : Libellé | https://…
publisher-footer-malformed = Ligne { $line } : écrivez Libellé | https://…
publisher-footer-too-many = Huit liens au plus.
publisher-sender = Expéditeur des messages
publisher-sender-name = Nom de l’expéditeur
publisher-sender-name-hint = Sans nom, celui de l’éditeur est utilisé.
publisher-sender-email = Adresse de l’expéditeur
publisher-sender-email-hint = Votre serveur de messagerie doit avoir le droit d’envoyer pour cette adresse.
publisher-reply-to = Adresse de réponse
publisher-reply-to-hint = Sans adresse, les réponses arrivent à l’adresse d’assistance.

## Sign-up

publisher-sign-up-lead = Les entreprises peuvent-elles demander un compte elles-mêmes ?
publisher-sign-up = Inscription
publisher-sign-up-open = Ouverte, avec votre accord
publisher-sign-up-open-hint = Toute entreprise peut demander un compte ; vous décidez de chaque demande.
publisher-sign-up-at-once = Ouverte, sans votre accord
publisher-sign-up-at-once-hint = Le compte est en service dès que l’adresse est confirmée. S’il ressemble à un compte existant, il attend votre décision.
publisher-sign-up-closed = Fermée
publisher-sign-up-closed-hint = Le formulaire n’est plus proposé.
publisher-sign-up-intro-fr = Introduction en français
publisher-sign-up-intro-en = Introduction en anglais

## Messages

publisher-reply-above = — Répondez au-dessus de cette ligne —
publisher-mails-lead = Les textes des messages envoyés par l’espace client. Vous pouvez remplacer chacun d’eux.
publisher-mail = Message
publisher-mail-title = { $subject } ({ $language })
publisher-mail-lead = La première ligne est l’objet ; laissez ensuite une ligne vide.
publisher-mail-edit = Modifier
publisher-mail-own = votre texte
publisher-mail-text = Texte du message
publisher-mail-text-hint = Markdown. Un paragraphe qui n’est qu’un lien devient un bouton.
publisher-mail-preview = Aperçu en texte seul
publisher-mail-fields = Champs que vous pouvez utiliser
publisher-mail-see = Voir le message actuel
publisher-mail-reset = Revenir au texte d’origine
publisher-mail-reset-title = Revenir au texte d’origine ?
publisher-mail-reset-text = Votre texte sera remplacé par celui du programme. Le journal en garde la trace.
publisher-mail-was-reset = Le texte d’origine est de nouveau utilisé.

## Terms of use

publisher-terms-lead = Chaque version est acceptée par les comptes. Une version en vigueur ne change plus : préparez la suivante.
publisher-terms-prepare = Préparer une version
publisher-terms-none = Aucune version
publisher-terms-none-text = Sans conditions d’utilisation, rien n’est demandé à vos clients.
publisher-terms-new = Nouvelle version
publisher-terms-numbered = Version { $version }
publisher-terms-standing = État
publisher-terms-coming = à venir
publisher-terms-in-force = en vigueur
publisher-terms-former = ancienne
publisher-terms-form-lead = Le jour venu, chaque compte devra accepter cette version pour continuer.
publisher-terms-empty = Écrivez le texte.
publisher-terms-from-day = À partir d’un jour
publisher-terms-from-day-hint = Jusque-là, vous pouvez encore modifier ou retirer cette version.
publisher-terms-from-now = Tout de suite
publisher-terms-from-now-hint = Cette version ne pourra plus être ni modifiée ni retirée.
publisher-terms-day = Premier jour
publisher-terms-day-hint = Utile si vous avez choisi « À partir d’un jour ».
publisher-day-malformed = Indiquez un jour valable.
publisher-terms-saved = La version est enregistrée.
publisher-terms-withdraw = Retirer cette version
publisher-terms-withdraw-title = Retirer cette version ?
publisher-terms-withdraw-text = Son texte ne sera plus proposé ; le journal en garde la trace.
publisher-terms-withdrawn = La version est retirée.
publisher-terms-see = Voir la page publique
publisher-terms-sealed-since = En vigueur depuis le { $day } : cette version ne change plus.
publisher-terms-sealed = Cette version est ou a été en vigueur : elle ne change plus.
publisher-terms-one-at-a-time = Une version est déjà en préparation : modifiez celle-là.
publisher-terms-past = Ce jour est passé : choisissez-en un à venir.
publisher-terms-unknown = Cette version n’existe pas.
publisher-version = Version
publisher-in-force-at = En vigueur à partir du

## Price conditions

publisher-prices-lead = Le texte qui accompagne votre tarif : packs, remises, conditions de paiement.
publisher-prices-see = Voir la page publique

## Public pages

publisher-public-terms = Conditions d’utilisation
publisher-public-terms-version = Version { $version }, en vigueur à partir du { $day }
publisher-public-terms-former = Cette version n’est plus en vigueur.
publisher-public-terms-current = Lire la version en vigueur
publisher-public-terms-others = Autres versions
publisher-public-prices = Conditions tarifaires
publisher-public-legal = Mentions légales
publisher-public-empty = Cette page n’a pas encore de texte.
publisher-public-legal-who = Éditeur de ce service

## Log

publisher-audit-identity-changed = Identité modifiée
publisher-audit-brand-changed = Marque modifiée
publisher-audit-sign-up-changed = Inscription modifiée
publisher-audit-calendar-changed = Calendrier modifié
publisher-audit-prices-changed = Conditions tarifaires modifiées
publisher-audit-terms-prepared = Conditions d’utilisation préparées
publisher-audit-terms-withdrawn = Conditions d’utilisation retirées
publisher-audit-mail-changed = Texte d’un message modifié
publisher-audit-mail-reset = Texte d’un message rétabli
