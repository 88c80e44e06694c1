# The pages that only the demonstration has.
demo-outbox-title = Courrier de la démonstration
demo-outbox-lead = Rien ne part d’ici : les messages de la démonstration restent dans sa boîte d’envoi. Les plus récents sont en haut.
demo-outbox-search = Adresse du destinataire
demo-outbox-search-hint = camille@exemple.fr
demo-outbox-empty = Aucun message
demo-outbox-empty-text = Demandez un nouveau mot de passe, ou invitez quelqu’un : le message apparaîtra ici.
demo-outbox-to = À { $address }
demo-outbox-html = Voir le message mis en forme
