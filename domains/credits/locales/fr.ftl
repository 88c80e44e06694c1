# Credits: balance, history, tariff, API.
credits-tab-balance = Crédits
credits-tab-history = Historique
credits-tab-prices = Tarif

credits-promotional = Crédits promotionnels
credits-purchased = Crédits achetés
credits-promotional-short = Promotionnels
credits-purchased-short = Achetés
credits-total = Solde
credits-unit = { $n ->
    [one] crédit
   *[other] crédits
}

credits-balance-title = Crédits
credits-balance-lead = Ce qu’il vous reste, ce qui sera utilisé d’abord et ce qui expire.
credits-expiring = { $amount ->
    [one] { $amount } crédit expire le { $date }.
   *[other] { $amount } crédits expirent le { $date }.
}
credits-expiring-title = À utiliser bientôt
credits-threshold = Seuil, en crédits
credits-threshold-title = Seuil d’alerte
credits-threshold-lead = Vous êtes prévenu une fois quand le solde disponible passe sous ce seuil. Disponible en ce moment : { $available }.
credits-threshold-hint = Un nombre entier ; laissez vide pour ne pas être prévenu.
credits-threshold-save = Enregistrer le seuil
credits-threshold-saved = Le seuil est enregistré.
credits-threshold-is-low = Le seuil est enregistré. Le solde est déjà au-dessous : vous serez prévenu la prochaine fois qu’il y passe.
credits-threshold-present = Vous êtes prévenu quand il reste moins de { $threshold } crédits.
credits-threshold-none = Vous n’êtes pas prévenu quand il reste peu de crédits.
credits-threshold-set = Choisir le seuil
credits-notices = Crédits
credits-notice-low = Solde passé sous votre seuil
credits-notice-expiring = Crédits qui expirent dans 30 et dans 7 jours
credits-notice-debt = Crédits dus après un paiement repris
credits-notice-debt-needed = Il s’agit de ce que votre compte doit.
credits-made-of = { $purchased } achetés, { $promotional } promotionnels.
credits-top-up = Recharger mon compte
credits-see-balance = Voir le détail
credits-burns-next = Utilisés d’abord :
credits-until = jusqu’au { $date }
credits-from = à partir du { $date }
credits-never = N’expire pas
credits-purchased-note = Payés
credits-promotional-note = Offerts, utilisés d’abord
credits-none-title = Aucun crédit pour le moment
credits-none-text = Vos crédits apparaîtront ici dès que l’éditeur vous en aura offert ou aura reçu votre paiement.
credits-see-prices = Voir le tarif
credits-lots-title = De quoi se compose le solde
credits-lots-lead = Dans l’ordre d’utilisation : les crédits promotionnels d’abord, puis ceux qui expirent le plus tôt.
credits-lot-kind = Crédits
credits-lot-remaining = Restants
credits-lot-amount = À l’origine
credits-lot-expiry = Expiration
credits-lot-origin = Origine
credits-origin = { $kind } du { $date }
credits-origin-grant = Offerts le { $date }
credits-next = Utilisé en premier
credits-debt-title = { $n ->
    [one] Vous devez { $n } crédit
   *[other] Vous devez { $n } crédits
}
credits-debt-note = { $n ->
    [one] Dette : { $n } crédit, réglée par le prochain achat
   *[other] Dette : { $n } crédits, réglée par le prochain achat
}
credits-debt-text = Un paiement a été remboursé ou contesté après l’utilisation de ses crédits. Votre prochain achat règle d’abord cette dette.
credits-debt-settle = Régler par un achat
credits-blocked = L’utilisation des crédits est bloquée
credits-blocked-by-staff = L’éditeur l’a bloquée. Écrivez à son assistance pour en savoir plus.
credits-blocked-by-debt = Elle sera débloquée dès que la dette sera réglée.
credits-of-which-held = { $held ->
    [one] dont { $held } réservé
   *[other] dont { $held } réservés
}
credits-held-title = Crédits réservés
credits-held-lead = Mis de côté pour un travail en cours. Ce qui n’est pas utilisé redevient disponible à la date indiquée.
credits-held-for = Pour
credits-held-lease = Utilisation hors connexion
credits-held-machine = Poste de travail
credits-held-until = Jusqu’au
credits-held-since = Réservés le
credits-used-at = Utilisé hors connexion le
credits-chart-title = Douze derniers mois
credits-chart-caption = Crédits utilisés et expirés par mois
credits-chart-promotional = Promotionnels utilisés
credits-chart-purchased = Achetés utilisés
credits-chart-expired = Expirés
credits-latest-title = Dernières opérations
credits-see-history = Voir tout l’historique
credits-latest-of = { $what } · { $reference }

credits-time-title = Crédit-temps
credits-time-lead = Le temps d’assistance qu’il vous reste, ce qui expire et ce qui a été utilisé.
credits-time-left = Temps restant
credits-time-never = Aucun temps acheté
credits-time-left-is = Il reste { $time }
credits-time-see = Voir le crédit-temps
credits-time-buy = Acheter du crédit-temps
credits-time-all-companies = Pour toutes les entreprises du compte
credits-time-none = Aucun crédit-temps pour le moment
credits-time-none-text = Le temps que vous achetez apparaît ici dès que votre paiement nous est parvenu.
credits-time-debt = Dette : { $n }
credits-time-debt-text = Du temps a été utilisé au-delà de ce qui restait, ou son paiement a été repris. Votre prochain achat de crédit-temps règle d’abord cette dette.
credits-time-blocked = L’utilisation du crédit-temps est bloquée
credits-time-expiring = { $amount } expirent le { $date }.
credits-time-column = Temps
credits-time-minutes = Minutes
credits-time-subject = Objet
credits-time-given = Temps offert
credits-time-bought = Temps acheté
credits-time-history-title = Historique du crédit-temps
credits-time-history-lead = Chaque intervention et tous les mouvements du crédit-temps du compte.
credits-time-statement-title = Relevé signé du crédit-temps
credits-time-paper-title = Relevé signé du crédit-temps du compte { $account }
credits-notice-time-expiring = Crédit-temps qui expire dans 30 et dans 7 jours
credits-notice-time-debt = Crédit-temps dépassé
credits-audit-minutes = Minutes
credits-audit-time-granted = Crédit-temps offert
credits-audit-time-paid = Paiement de crédit-temps enregistré
credits-audit-time-corrected = Opération de crédit-temps corrigée
credits-audit-time-taken-back = Crédit-temps repris
credits-audit-time-settled = Dette de crédit-temps réglée
credits-audit-time-given-again = Crédit-temps rendu
credits-audit-time-blocked = Utilisation du crédit-temps bloquée
credits-audit-time-unblocked = Utilisation du crédit-temps débloquée
credits-event-time-changed = Mouvement de crédit-temps
credits-event-time-expiring = Crédit-temps qui expire bientôt
credits-yes = Oui
credits-no = Non
credits-counted-title = Comment votre temps est compté
credits-counted-step = Le temps compté est arrondi au multiple supérieur de { $time }.
credits-counted-least = Une intervention compte au moins { $time }.
credits-counted-free = Le temps du début est offert, jusqu’à { $time }.
credits-counted-approval = Au-delà de { $time }, nous vous demandons votre accord d’abord.
credits-rule-lead = Comment le temps réel de l’assistance devient du temps compté. La règle vaut pour ce qui est saisi à partir de maintenant.
credits-rule-offered = Compter le temps d’assistance
credits-rule-step = Pas, en minutes
credits-rule-step-hint = Le temps compté est arrondi au multiple supérieur.
credits-rule-least = Minimum, en minutes
credits-rule-least-hint = Dès que quelque chose est compté.
credits-rule-free = Minutes offertes au début
credits-rule-free-hint = Seul ce qui dépasse est compté.
credits-rule-approval = Accord du client au-delà de, en minutes
credits-rule-approval-hint = Laissez vide pour ne jamais le demander.
credits-rule-covered = Ce qui est compté
credits-rule-covered-fr = Ce qui est compté, en français
credits-rule-covered-en = Ce qui est compté, en anglais
credits-rule-covered-hint = Vos clients le lisent sur la page de leur crédit-temps.
credits-rule-overrun = S’il ne reste pas assez de temps
credits-rule-refused = Refuser la saisie
credits-rule-debt = Laisser une dette, réglée par le prochain achat
credits-rule-invoiced = Noter ce qui manque, à facturer
credits-rule-choose = Choisissez une réponse.
credits-rule-save = Enregistrer la règle
credits-rule-saved = La règle est enregistrée.
credits-rule-examples = Exemples avec la règle enregistrée
credits-burn-case = Dossier
credits-burn-is-covered = couvert
credits-burn-real = Temps réel
credits-burn-billed = Temps compté
credits-burn-invoiced = À facturer, en minutes
credits-burn-not-offered = Le temps d’assistance n’est pas compté : la règle le dit.
credits-burn-not-open = Ce compte n’est pas ouvert.
credits-burn-seconds = Saisissez { $most } au plus à la fois.
credits-burn-short = Temps à compter : { $billed } ; il reste { $left }. Le client achète d’abord du temps.
credits-burn-needs-approval = Temps à compter : { $billed }. Au-delà de { $above }, le client donne d’abord son accord.
credits-audit-time-burnt = Temps d’assistance utilisé
credits-audit-rule-set = Règle du crédit-temps choisie
credits-audit-seconds = Temps réel, en secondes

credits-history-title = Historique
credits-history-lead = Ce qui a été produit, par qui, et tous les mouvements de crédits du compte.
credits-history-own = Ce que vous avez produit avec les crédits du compte.
credits-history-caption = Opérations, de la plus récente à la plus ancienne
credits-no-history-title = Aucune opération pour le moment
credits-no-history-text = Chaque utilisation d’une fonctionnalité et chaque mouvement de crédits apparaîtra ici.
credits-nothing-found-title = Aucune opération ne correspond
credits-nothing-found-text = Élargissez les dates ou retirez un filtre.
credits-search-goes-on = Rien parmi les opérations les plus récentes. Continuez pour chercher plus loin.
credits-show-all = Afficher toutes les opérations
credits-search = Chercher
credits-search-hint = Référence ou fonctionnalité
credits-column-id = Opération
credits-column-date = Date
credits-column-what = Ce qui a été produit
credits-column-kind = Type
credits-column-feature = Fonctionnalité
credits-all-features = Toutes
credits-column-quantity = Quantité
credits-column-reference = Référence
credits-column-who = Par
credits-column-reason = Motif
credits-column-amount = Crédits
credits-column-promotional = dont promotionnels
credits-column-purchased = dont achetés
credits-column-after = Solde après
credits-kind-usage = Utilisation
credits-kind-grant = Offerts
credits-kind-purchase = Achat
credits-kind-expiry = Expiration
credits-kind-correction = Correction
credits-kind-reclaim = Reprise
credits-kind-settlement = Dette réglée
credits-kind-restitution = Restitution
credits-by-somebody = Ancien membre
credits-by-publisher = L’éditeur
credits-by-key = Clé d’API { $key }
credits-by-itself = Automatique

credits-operation-title = Opération n° { $number }
credits-at-price = à { $price ->
    [one] { $price } crédit
   *[other] { $price } crédits
} l’unité
credits-through = Clé d’API
credits-corrects = Porte sur
credits-corrections-title = Opérations liées
credits-owed = Dette
credits-parts-title = Lots concernés
credits-payment-title = Paiement reçu
credits-payment-means = Moyen
credits-payment-reference = Référence
credits-payment-amount = Montant
credits-payment-date = Reçu le
credits-means-transfer = Virement
credits-means-card = Carte
credits-means-paypal = PayPal
credits-means-cheque = Chèque

credits-trace-title = Ce que ces crédits sont devenus
credits-trace-lead = Les opérations qui ont puisé dans ces crédits, de la plus ancienne à la plus récente.
credits-trace-order = Bon de commande
credits-trace-caption = Opérations qui ont puisé dans ces crédits
credits-trace-none = Rien n’y a encore été pris
credits-trace-goes-on = Rien parmi les opérations parcourues. Continuez pour chercher plus loin.

credits-statement-title = Relevé signé
credits-statement-lead = Toutes les opérations du compte, ou celles d’une période, signées par l’éditeur. Chacun peut vérifier le fichier sans connexion : un seul caractère changé se voit.
credits-statement-turned-round = Le premier jour est après le dernier : ce relevé est vide. Inversez les deux dates.
credits-statement-content = Ce que contient le relevé
credits-statement-operations = Opérations
credits-statement-before = Solde avant
credits-statement-after = Solde après
credits-statement-publisher = Signé par
credits-statement-file = Télécharger le relevé
credits-statement-paper = Version à imprimer
credits-statement-verify = Vérifier un relevé
credits-statement-verify-text = Le programme guichet-client relit chaque opération, recalcule les soldes et contrôle la signature, sans connexion. Demandez-le à notre assistance s’il n’est pas déjà sur votre poste ; la description du relevé est publique, et d’autres programmes peuvent en faire autant.
credits-statement-key = Clé publique de l’éditeur
credits-statement-command = Commande
credits-statement-key-text = Un tiers trouve la même clé à l’adresse publique
credits-paper-title = Relevé signé du compte { $account }
credits-print = Imprimer
credits-paper-signature = Signature
credits-paper-text = Le fichier de ce relevé, téléchargé depuis cette page, porte cette empreinte et cette signature (Ed25519).
credits-paper-digest = Empreinte
credits-paper-too-long = Trop d’opérations pour le papier
credits-paper-too-long-text = La version à imprimer contient 1 000 opérations au plus. Choisissez une période plus courte, ou téléchargez le relevé.

credits-prices-title = Tarif
credits-prices-lead = Ce que coûte l’utilisation de chaque fonctionnalité, en crédits.
credits-no-prices-title = Aucun tarif publié
credits-no-prices-text = L’éditeur n’a pas encore fixé le prix de ses fonctionnalités.
credits-price = Crédits par utilisation
credits-free = Gratuit
credits-valid = Validité
credits-in-force = En vigueur
credits-coming = À venir
credits-conditions-title = Conditions tarifaires
credits-order-at = Pour recharger, écrivez à

credits-input-missing = Ce champ est à remplir.
credits-input-too-long = { $max } caractères au plus.
credits-input-character = Ce champ contient un caractère qui n’y a pas sa place.
credits-input-not-whole = Saisissez un nombre entier.
credits-input-moment = Saisissez une date et une heure de ce siècle.
credits-input-range = Saisissez un nombre de { $min } à { $max }.

credits-refused-short = Il manque { $missing ->
    [one] { $missing } crédit.
   *[other] { $missing } crédits.
}
credits-refused-unknown-feature = Le tarif ne donne pas de prix à cette fonctionnalité.
credits-refused-not-a-member = Cette adresse n’est pas celle d’un membre du compte.
credits-refused-key-reused = Cette demande a déjà été faite avec un autre contenu.
credits-refused-suspended = Le compte est suspendu : il ne peut pas utiliser de crédits.
credits-refused-blocked = L’utilisation des crédits de ce compte est bloquée.
credits-refused-too-much = Ce montant dépasse ce qu’un compte peut contenir.
credits-refused-expired = La date d’expiration doit être à venir.
credits-refused-nothing = Le montant ne peut pas être nul.
credits-refused-below-zero = Le solde ne peut pas devenir négatif : il reste { $available ->
    [one] { $available } crédit.
   *[other] { $available } crédits.
}
credits-refused-payment-known = Ce paiement est déjà enregistré, pour le compte { $account }.
credits-refused-no-such-operation = Le compte n’a pas d’opération qui porte ce numéro.
credits-refused-not-taken = Seuls les crédits pris peuvent revenir, et seuls ceux qui sont venus peuvent repartir : { $most } au plus.
credits-refused-overlap = Un autre prix de cette fonctionnalité est valable à ces dates, à partir du { $from }.
credits-refused-ends-before = La fin doit venir après le début.
credits-refused-no-such-price = Ce prix n’est plus en vigueur.

credits-audit-granted = Crédits promotionnels offerts
credits-audit-paid = Paiement enregistré
credits-audit-corrected = Opération corrigée
credits-audit-taken-back = Crédits repris
credits-audit-settled = Dette réglée
credits-audit-given-again = Crédits rendus
credits-audit-blocked = Utilisation des crédits bloquée
credits-audit-unblocked = Utilisation des crédits débloquée
credits-audit-price-set = Prix fixé
credits-audit-price-ended = Fin d’un prix fixée
credits-audit-price-withdrawn = Prix à venir retiré
credits-audit-operation = Opération n°
credits-audit-amount = Crédits
credits-audit-reason = Motif
credits-audit-expiry = Expiration
credits-audit-payment = Référence du paiement
credits-audit-money = Montant reçu
credits-audit-corrects = Corrige l’opération n°
credits-audit-owed = Dette
credits-audit-feature = Fonctionnalité
credits-audit-label = Nom
credits-audit-price = Prix
credits-audit-from = À partir du
credits-audit-until = Jusqu’au
credits-audit-threshold-set = Seuil d’alerte choisi

credits-api-title = API de { $publisher }
credits-api-lead = Pour les applications qui utilisent les crédits d’un compte. La description est en anglais.
credits-api-document = Document OpenAPI
credits-api-lang = fr
credits-api-endpoints = Points d’accès
credits-api-scope = Droits de la clé :
credits-api-parameters = Paramètres
credits-api-parameter = Paramètre
credits-api-field = Champ
credits-api-kind = Type
credits-api-meaning = Signification
credits-api-body = Corps de la requête :
credits-api-answers = Réponses
credits-api-status = Statut
credits-api-content = Contenu
credits-api-schemas = Objets
credits-api-problems = Problèmes
credits-api-problems-lead = Chaque erreur est un document de la RFC 9457 dont le type est l’un de ceux-ci.

## Webhooks

credits-event-granted = Crédits offerts
credits-event-purchased = Crédits achetés
credits-event-corrected = Opération corrigée
credits-event-taken-back = Crédits repris
credits-event-debt-settled = Dette réglée
credits-event-given-again = Crédits rendus
credits-event-expired = Crédits expirés
credits-event-low = Solde sous le seuil du compte
credits-event-expiring = Crédits qui expirent bientôt

# What is kept about persons
credits-kept-operations = Les opérations de crédits faites par vous ou pour vous : date, fonction, quantité, référence.
credits-kept-operations-why = Tenir le solde du compte et pouvoir le prouver.
credits-kept-operations-how-long = Dix ans (pièces comptables, Code de commerce, art. L123-22).
credits-kept-operations-after = Le registre reste entier, comme la loi le demande ; il ne contient qu’un numéro, qui ne vous nomme plus.
credits-kept-burns = Comme agent : le temps d’assistance que vous avez compté, avec l’objet et le dossier.
credits-kept-burns-why = Dire au client qui a travaillé pour lui, et combien de temps.
credits-kept-holds = Les crédits réservés par vous ou pour vous, et la machine qui les a demandés.
credits-kept-holds-why = Mettre de côté ce qu’un travail coûtera.
