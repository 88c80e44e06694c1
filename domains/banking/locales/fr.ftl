# Statements of the bank.
banking-title = Relevés bancaires
banking-lead = Chaque virement reçu, et ce qu’il semble régler. Cochez, vérifiez, enregistrez.
banking-drop = Déposer un relevé
banking-propose = Proposer à nouveau
banking-proposing = Les lignes sont à nouveau comparées aux commandes.
banking-no-bank = Votre compte bancaire n’est pas indiqué
banking-no-bank-text = Indiquez l’IBAN où vos clients virent l’argent : sans lui, rien n’est sûr.
banking-unfinished = { $files ->
    [one] Un relevé n’est pas entier
   *[other] { $files } relevés ne sont pas entiers
}
banking-see-imports = Voir les relevés déposés
banking-is-automatic = Les virements dont la référence et le montant sont exacts sont enregistrés sans confirmation.
banking-sure-lines = { $lines } lignes sont sûres
banking-all-verb = Les enregistrer toutes
banking-all-title = Enregistrer { $lines } lignes ?
banking-all-text = Chaque ligne sûre est enregistrée pour les commandes proposées, et leurs crédits arrivent. Celles qui ne le sont plus attendent votre décision.
banking-confirm-all = Enregistrer toutes les lignes sûres
banking-recording = { $lines ->
    [0] Aucune ligne n’est sûre.
    [one] Une ligne est en cours d’enregistrement.
   *[other] { $lines } lignes sont en cours d’enregistrement.
}
banking-recording-already = L’enregistrement est déjà demandé.
banking-state = État
banking-state-open = À décider
banking-state-recorded = Enregistrée
banking-state-ignored = Ignorée
banking-none = Aucune ligne
banking-none-text = Déposez un relevé de votre banque : les virements reçus apparaissent ici.
banking-lines = Lignes
banking-payer = Payeur
banking-payer-unknown = Payeur inconnu
banking-payer-account = Compte du payeur
banking-booked-on = Date
banking-amount = Montant
banking-proposal = Proposition
banking-open-line = Voir et décider
banking-confirm = Enregistrer les lignes cochées
banking-nothing-ticked = Cochez au moins une ligne.
banking-recorded-lines = { $lines ->
    [one] Une ligne est enregistrée.
   *[other] { $lines } lignes sont enregistrées.
}
banking-recorded-some = Lignes enregistrées : { $lines }. À revoir, car leur proposition a changé : { $left }.
banking-sure = Sûr
banking-likely = Probable
banking-unknown = À décider
banking-not-looked-at = À comparer
banking-taken-back = Repris par la banque
banking-returned = Votre paiement revenu
banking-score = { $score } sur 100
banking-advance-of = Avance du compte
banking-why-reference = référence RF exacte
banking-why-end-to-end = numéro dans la référence du payeur
banking-why-reference-in-text = référence RF dans le libellé
banking-why-number = numéro dans le libellé
banking-why-glued = numéro mal écrit dans le libellé
banking-why-name = même nom
banking-why-exact = montant exact
banking-why-sum = { $orders ->
    [one] montant exact
   *[other] somme exacte de { $orders } commandes
}
banking-why-part = il manque { $amount }
banking-why-over = { $amount } de trop : une avance
banking-why-no-such-amount = aucune commande de ce montant : une avance
banking-why-only-amount = seule commande de ce montant
banking-why-several-fit = plusieurs commandes conviennent
banking-why-several-names = plusieurs comptes portent ce nom
banking-why-other-sum = la somme des commandes citées est autre
banking-why-several-accounts = commandes de plusieurs comptes
banking-why-ended = la commande n’attend plus de paiement : une avance
banking-why-other-account = reçu sur un autre compte que le vôtre
banking-why-taken-back = repris par la banque
banking-why-perhaps-recorded = peut-être déjà enregistré à la main
banking-rival = Une autre ligne à décider propose aussi { $number } : vérifiez les deux
banking-recorded-receipt = Voir l’encaissement enregistré à la main
banking-why-returned = un de vos paiements, revenu
banking-why-nothing = rien ne dit pour quoi
banking-why-no-longer = la commande a changé depuis : vérifiez
banking-line = Ce que dit la banque
banking-line-credit = Virement de { $amount }
banking-line-returned = Paiement revenu de { $amount }
banking-line-taken-back = { $amount } repris par la banque
banking-not-own = Ce compte bancaire n’est pas celui que vos commandes indiquent : rien n’y est coché d’avance.
banking-taken-back-text = Le crédit se reprend sur la page de l’encaissement.
banking-receipt = Encaissement
banking-reference = Référence
banking-end-to-end = Référence du payeur
banking-text = Libellé
banking-file = Relevé
banking-decided-by = Décidé par
banking-note = Remarque
banking-decide = Enregistrer
banking-record = Enregistrer l’encaissement
banking-suggestions = Commandes et comptes
banking-look = Chercher
banking-look-hint = Numéro, référence, montant, nom
banking-no-suggestion = Rien ne correspond. Cherchez un numéro, un montant ou un nom.
banking-see-order = Voir
banking-otherwise = Le client est inconnu
banking-wait-text = L’argent est enregistré, et attend parmi les encaissements à affecter.
banking-wait = Enregistrer sans affectation
banking-ignore-title = Ne pas enregistrer
banking-ignore-hint = Pourquoi : intérêts, virement interne… Vous pourrez reprendre cette ligne.
banking-ignore = Ignorer cette ligne
banking-reopen = Reprendre cette ligne
banking-done = C’est enregistré.
banking-for-whom = Indiquez une commande ou un compte.
banking-no-line = Cette ligne n’existe pas.
banking-decided = C’est déjà décidé : { $state }.
banking-changed = La proposition a changé : vérifiez-la.
banking-not-money = Cette ligne n’est pas de l’argent reçu.
banking-not-allowed = La personne qui l’a demandé n’en a plus le droit.
banking-void = L’encaissement de cette ligne est annulé : reprenez la ligne, puis enregistrez-la ou ignorez-la.
banking-panel-see = Voir la ligne du relevé
banking-by-itself = Automatique
banking-by-somebody = Une personne
banking-imports-title = Relevés déposés
banking-imports-lead = Un relevé déposé deux fois, ou deux relevés qui se recoupent, ne changent rien.
banking-imports-none = Aucun relevé déposé
banking-files = Fichiers de la banque
banking-files-hint = CAMT.053, CAMT.054 ou CFONB 120 ; plusieurs à la fois si vous voulez.
banking-drop-verb = Déposer
banking-demo-file = Un relevé pour essayer
banking-too-many-files = Ce fichier et les suivants ne sont pas lus : déposez-en 20 au plus à la fois.
banking-no-file = Choisissez un fichier.
banking-file-refused = Un fichier au moins est refusé en entier.
banking-file-known = Ce relevé est déjà là : rien n’a changé.
banking-file-under-way = Le relevé est lu ; ses lignes arrivent.
banking-file-taken = Nouvelles lignes : { $fresh }. Déjà connues : { $known }.
banking-files-taken = { $files } relevés sont déposés.
banking-see-import = Voir ce relevé
banking-when = Quand
banking-who = Qui
banking-fresh = Nouvelles
banking-known = Déjà connues
banking-whole = Entier
banking-stopped = Interrompu
banking-stopped-text = Déposez le même fichier à nouveau : il reprend où il s’est arrêté.
banking-under-way = En cours
banking-reload = Rechargez la page pour suivre.
banking-to-decide = Lignes à décider
banking-its-lines = Ses lignes
banking-format = Format
banking-dropped = Déposé par
banking-accounts = Comptes bancaires
banking-statements = { $statements ->
    [one] un relevé
   *[other] { $statements } relevés
}
banking-kept = { $lines ->
    [0] aucune ligne
    [one] une ligne
   *[other] { $lines } lignes
}
banking-passed-debits = Débits, non repris
banking-passed-pending = Pas encore comptabilisées, non reprises
banking-passed-foreign = Dans une autre monnaie, non reprises
banking-passed-odd = Sans montant vraisemblable, non reprises
banking-read-at = Ligne { $line }, colonne { $column } : { $what }
banking-read-empty = Le fichier est vide.
banking-read-too-large = Le fichier est trop grand.
banking-read-too-many-lines = Le fichier a trop de lignes : demandez à votre banque une période plus courte.
banking-read-unknown-format = Ce n’est ni un relevé CAMT (XML) ni un relevé CFONB 120.
banking-read-encoding = Le fichier est en { $name } ; seuls UTF-8 et ISO-8859-1 sont lus.
banking-read-not-utf8 = Le fichier n’est pas en UTF-8 comme il le dit.
banking-read-xml = Ce n’est pas du XML bien formé.
banking-read-ends-early = Le fichier est coupé avant sa fin.
banking-read-doctype = Le fichier contient une déclaration DTD, qu’aucun relevé ne contient.
banking-read-character = Le fichier contient un caractère interdit.
banking-read-beyond = Le fichier dépasse ce qu’un relevé contient.
banking-read-document = Ce document n’est pas un CAMT.053 ou CAMT.054 des versions 02 à 08.
banking-read-missing = <{ $parent }> n’a pas de <{ $element }>.
banking-read-code = <{ $element }> ne connaît pas « { $value } ».
banking-read-record = L’enregistrement « { $code } » n’est ni 01, ni 04, ni 05, ni 07.
banking-read-record-short = L’enregistrement est coupé.
banking-read-record-order = Cet enregistrement ne peut pas venir ici : il manque celui d’avant.
banking-read-not-closed = Le relevé qui commence ici n’a pas de nouveau solde (07).
banking-read-other-account = L’enregistrement est du compte { $found }, le relevé du compte { $expected }.
banking-read-amount = « { $value } » n’est pas un montant.
banking-read-no-currency = Un montant n’a pas de monnaie.
banking-read-currency = « { $code } » n’est pas une monnaie.
banking-read-date = « { $value } » n’est pas une date.
banking-read-balance = L’ancien solde et les mouvements font { $expected }, le nouveau solde dit { $told }.
banking-audit-imported = Relevé bancaire déposé
banking-audit-automatic = Virement enregistré sans confirmation
banking-audit-all-confirmed = Toutes les lignes sûres confirmées
banking-audit-ignored = Ligne de relevé ignorée
banking-audit-reopened = Ligne de relevé reprise
banking-order = Bon de commande

# What is kept about persons
banking-kept-lines = Les lignes des relevés bancaires : nom et compte du payeur, motif. Demandez-nous celles qui vous concernent : elles ne sont pas rattachées à votre identifiant.
banking-kept-lines-why = Retrouver à qui est un virement.
banking-kept-lines-how-long = Dix ans (pièces comptables, Code de commerce, art. L123-22).
banking-kept-lines-after = Les pièces comptables restent jusqu’à la fin de ce délai.
