using System.Collections.Frozen;

namespace Journey.Domain.Programs.Versions;

/// <summary>What people call the properties of a definition, by their canonical names.</summary>
public static class Nouns
{
    private static readonly FrozenDictionary<string, Text> Properties = new Dictionary<string, Text>(StringComparer.Ordinal)
    {
        ["program"] = new("program", "programme"), ["title"] = new("title", "titre"), ["family"] = new("family of programs", "famille de programmes"),
        ["programStream"] = new("variant of its family", "variante dans la famille"), ["label"] = new("label", "étiquette"), ["person"] = new("word for a person", "mot pour la personne"),
        ["calendar"] = new("calendar", "calendrier"), ["zone"] = new("time zone", "fuseau horaire"), ["week"] = new("working week", "semaine de travail"), ["holidays"] = new("holidays", "jours fériés"),
        ["validatedBy"] = new("validation", "validation"), ["organization"] = new("organization", "organisme"), ["on"] = new("on", "événement"),
        ["fields"] = new("fields", "champs"), ["type"] = new("type", "type"), ["class"] = new("confidentiality class", "classe de confidentialité"), ["options"] = new("options", "choix"),
        ["meaning"] = new("meaning", "sens"), ["id"] = new("id", "identifiant"), ["field"] = new("field", "champ"), ["required"] = new("answer required", "réponse obligatoire"),
        ["criteria"] = new("criteria", "critères"), ["when"] = new("condition", "condition"), ["override"] = new("allowance", "dérogation"),
        ["rubric"] = new("interview rubric", "grille d’entrevue"), ["lowest"] = new("lowest score", "note la plus basse"), ["highest"] = new("highest score", "note la plus haute"),
        ["items"] = new("items", "éléments"), ["weight"] = new("weight", "poids"), ["pass"] = new("pass rule", "règle de réussite"),
        ["consent"] = new("consent", "consentement"), ["version"] = new("version", "version"), ["text"] = new("text", "texte"), ["purposes"] = new("purposes", "fins"),
        ["classes"] = new("classes", "classes"), ["expires"] = new("expiry", "expiration"), ["forms"] = new("forms", "formulaires"), ["form"] = new("form", "formulaire"),
        ["documents"] = new("documents", "documents"), ["document"] = new("document", "document"), ["kind"] = new("kind", "genre"),
        ["assessments"] = new("assessments", "évaluations"), ["tool"] = new("tool", "outil"), ["skills"] = new("skills", "compétences"),
        ["capacity"] = new("capacity", "capacité"), ["seats"] = new("seats", "places"), ["waitlist"] = new("waitlist", "liste d’attente"), ["order"] = new("order", "ordre"),
        ["offerExpires"] = new("offer kept for", "durée de l’offre"), ["decisions"] = new("decisions", "décisions"), ["reasons"] = new("reasons", "motifs"),
        ["stages"] = new("stages", "étapes"), ["stage"] = new("stage", "étape"), ["owner"] = new("owner", "responsable"), ["with"] = new("with", "avec"), ["after"] = new("after", "après"),
        ["sessions"] = new("sessions", "séances"), ["length"] = new("length", "durée"), ["weeks"] = new("weeks", "semaines"),
        ["attendance"] = new("attendance", "assiduité"), ["standard"] = new("standard", "norme"), ["backOnTrackAfter"] = new("absences before a back-on-track plan", "absences avant un plan de relance"),
        ["reviewIn"] = new("review after", "révision après"), ["credential"] = new("credential", "titre de compétence"), ["entry"] = new("entry gate", "condition d’entrée"), ["exit"] = new("exit", "sortie"),
        ["to"] = new("to", "vers"), ["exitTo"] = new("exit to", "sortie vers"), ["tasks"] = new("tasks", "tâches"), ["optional"] = new("optional", "facultatif"), ["repeats"] = new("repeatable", "répétable"),
        ["due"] = new("due", "échéance"), ["workPlacement"] = new("work placement", "stage en milieu de travail"), ["hours"] = new("hours", "heures"), ["evaluation"] = new("evaluation", "évaluation"),
        ["rung"] = new("rung", "échelon"), ["noc"] = new("occupation", "profession"), ["nocEdition"] = new("edition of the classification", "édition de la classification"),
        ["wageFrom"] = new("wage from", "salaire de"), ["wageTo"] = new("wage to", "salaire à"), ["certificates"] = new("certificates", "certificats"), ["experience"] = new("experience", "expérience"),
        ["lateral"] = new("lateral moves", "passages latéraux"), ["coordination"] = new("coordination", "coordination"),
        ["followUps"] = new("follow-ups", "suivis"), ["in"] = new("in", "dans"), ["every"] = new("every", "chaque"), ["until"] = new("until", "jusqu’à"), ["window"] = new("window", "délai"),
        ["cancel"] = new("cancelled by", "annulé par"), ["remind"] = new("reminder", "rappel"), ["escalate"] = new("escalation", "transmission"), ["reAnchor"] = new("when it is reached again", "quand l’événement revient"),
        ["returns"] = new("returns", "retours"), ["max"] = new("at most", "au plus"), ["variants"] = new("calendars", "calendriers de cohorte"), ["milestones"] = new("milestones", "jalons"),
        ["offerings"] = new("offerings", "offres de formation"), ["providerType"] = new("type of provider", "type de fournisseur"), ["delivery"] = new("delivery", "mode"), ["duration"] = new("duration", "durée"),
        ["entrance"] = new("entrance requirements", "conditions d’admission"), ["subSector"] = new("sub-sector", "sous-secteur"), ["rungs"] = new("rungs", "échelons"),
        ["budgets"] = new("budgets", "budgets"), ["perCohort"] = new("per cohort", "par cohorte"), ["supports"] = new("supports", "soutiens"), ["budget"] = new("budget", "budget"), ["amount"] = new("amount", "montant"),
        ["ceiling"] = new("ceiling", "plafond"), ["approvedBy"] = new("approved by", "approuvé par"), ["recurs"] = new("recurrence", "récurrence"), ["from"] = new("from", "à partir de"),
        ["credentials"] = new("credentials", "titres de compétence"), ["issuer"] = new("issuer", "émetteur"), ["competencies"] = new("competencies", "compétences"), ["recognizedBy"] = new("recognized by", "reconnu par"),
        ["outcomes"] = new("outcomes", "résultats"), ["exitReasons"] = new("reasons for leaving", "motifs de départ"), ["destinations"] = new("destinations", "destinations"),
        ["jobLossReasons"] = new("reasons for a job loss", "motifs de perte d’emploi"), ["barriers"] = new("barriers", "obstacles"), ["examples"] = new("example settings", "réglages donnés en exemple"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Text> Items = new Dictionary<string, Text>(StringComparer.Ordinal)
    {
        ["fields"] = new("field", "champ"), ["options"] = new("option", "choix"), ["criteria"] = new("criterion", "critère"), ["items"] = new("item", "élément"), ["purposes"] = new("purpose", "fin"),
        ["forms"] = new("form", "formulaire"), ["documents"] = new("document", "document"), ["assessments"] = new("assessment", "évaluation"), ["skills"] = new("skill", "compétence"),
        ["decisions"] = new("decision", "décision"), ["reasons"] = new("reason", "motif"), ["stages"] = new("stage", "étape"), ["tasks"] = new("task", "tâche"), ["followUps"] = new("follow-up", "suivi"),
        ["returns"] = new("return", "retour"), ["variants"] = new("calendar", "calendrier de cohorte"), ["milestones"] = new("milestone", "jalon"), ["offerings"] = new("offering", "offre de formation"),
        ["budgets"] = new("budget", "budget"), ["supports"] = new("support", "soutien"), ["credentials"] = new("credential", "titre de compétence"), ["competencies"] = new("competency", "compétence"),
        ["outcomes"] = new("outcome", "résultat"), ["exitReasons"] = new("reason for leaving", "motif de départ"), ["destinations"] = new("destination", "destination"),
        ["jobLossReasons"] = new("reason for a job loss", "motif de perte d’emploi"), ["barriers"] = new("barrier", "obstacle"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The property itself where nobody has named it, such as the milestone that an end counts from.</summary>
    public static Text Of(string property) => Properties.GetValueOrDefault(property) ?? new(property, property);

    /// <summary>One item of a list.</summary>
    public static Text OneOf(string list) => Items.GetValueOrDefault(list) ?? Of(list);

    public static bool Knows(string property) => Properties.ContainsKey(property);
}
