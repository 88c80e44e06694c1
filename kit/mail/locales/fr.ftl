mail-address-missing = Indiquez une adresse e-mail.
mail-address-too-long = Cette adresse est trop longue : 254 caractères au plus.
mail-address-malformed = Cette adresse n’est pas valable. Exemple : prenom.nom@entreprise.fr
mail-text-no-subject = La première ligne est l’objet du message : 150 caractères au plus.
mail-text-no-body = Après l’objet, laissez une ligne vide, puis écrivez le texte.
mail-text-unknown-placeholder = { $name } n’existe pas dans ce message : utilisez les champs de la liste.
