//! What the keys of metadata blocks mean.

use crate::model::{Milestone, SectionKind};
use crate::parse::infer::Label;
use crate::parse::timeline;

/// What a label tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Id,
    /// The day of the incident; `exact` when the key says that it is the incident's.
    Date {
        exact: bool,
    },
    At(Milestone),
    Duration,
    /// "Time to resolve": a length, where nothing says how long it lasted.
    TimeToEnd,
    /// "Time to detect": a length from the start.
    TimeToDetection,
    Timezone,
    Severity,
    Status,
    Kind,
    Services,
    Causes,
    Trigger,
    Detection,
    Impact,
    Owner,
    Authors,
    Tags,
    /// Other postmortems.
    Related,
    /// A ticket, a channel, a page: what its URL leads to.
    Link,
}

/// The field of a label; none when its key means nothing here.
pub(super) fn field(label: &Label) -> Option<Field> {
    Some(match label.key.as_str() {
        "title" | "incident title" | "postmortem title" => Field::Title,
        "id" | "incident id" | "incident number" | "incident no" | "postmortem id" | "incident reference"
        | "reference id" | "case" => Field::Id,
        "incident date"
        | "date of incident"
        | "date of the incident"
        | "date of outage"
        | "outage date"
        | "event date"
        | "date of event"
        | "occurred"
        | "occurred on"
        | "incident occurred"
        | "date occurred"
        | "date of occurrence"
        | "incident from"
        | "when did it happen"
        | "when did this happen"
        | "when did it occur"
        | "day of incident"
        | "datum des vorfalls"
        | "date de l'incident"
        | "fecha del incidente"
        | "data do incidente"
        | "发生时间"
        | "故障时间"
        | "발생 일시"
        | "発生日"
        | "発生日時"
        | "障害発生日" => Field::Date { exact: true },
        "date" | "dates" | "date and time" | "date time" | "when" | "day" | "datum" | "fecha" | "data" | "日付"
        | "日時" | "日期" | "날짜" => Field::Date { exact: false },
        "duration"
        | "total duration"
        | "incident duration"
        | "outage duration"
        | "length"
        | "impact duration"
        | "duration of incident"
        | "duration of outage"
        | "duration of impact"
        | "total outage"
        | "outage length"
        | "downtime"
        | "total downtime"
        | "total duration of outage"
        | "total duration of incident"
        | "incident length"
        | "length of incident"
        | "length of outage"
        | "outage time"
        | "total outage time"
        | "total impact duration"
        | "total incident duration"
        | "duration of the incident"
        | "duration of the outage"
        | "duration of disruption"
        | "minutes downtime"
        | "minutes of downtime"
        | "downtime minutes"
        | "minutes downtime or degradation"
        | "impact time"
        | "how long"
        | "period"
        | "incident period"
        | "outage period"
        | "impact period"
        | "time period"
        | "incident window"
        | "impact window"
        | "outage window"
        | "time window"
        | "障害期間"
        | "zeitraum"
        | "dauer"
        | "durée"
        | "duración"
        | "duração"
        | "持续时间"
        | "지속 시간"
        | "影響時間"
        | "障害時間"
        | "影響期間"
        | "期間" => Field::Duration,
        "time to repair" | "time to resolve" | "time to resolution" | "time to recovery" | "time to recover"
        | "ttr" | "mttr" | "time to restore" | "time to fix" | "time to mitigate" | "time to mitigation" => {
            Field::TimeToEnd
        }
        "time to detect"
        | "time to detection"
        | "time to discover"
        | "time to discovery"
        | "ttd"
        | "mttd"
        | "time until detection"
        | "detection delay" => Field::TimeToDetection,
        "timezone" | "time zone" | "tz" => Field::Timezone,
        "severity" | "sev" | "incident severity" | "severity level" | "priority" | "incident priority" | "level"
        | "sev level" | "severity rating" | "incident level" | "severity priority" | "criticality" | "impact level"
        | "schweregrad" | "gravité" | "sévérité" | "severidad" | "gravedad" | "severidade" | "gravidade" | "重大度"
        | "深刻度" | "严重程度" | "事故等级" | "故障等级" | "심각도" => Field::Severity,
        "status" | "document status" | "report status" | "postmortem status" | "state" => Field::Status,
        "kind" | "incident kind" | "incident type" => Field::Kind,
        "service"
        | "services"
        | "affected service"
        | "affected services"
        | "service affected"
        | "services affected"
        | "impacted services"
        | "services impacted"
        | "affected systems"
        | "affected system"
        | "systems affected"
        | "system affected"
        | "systems"
        | "system"
        | "component"
        | "components"
        | "affected component"
        | "affected components"
        | "components affected"
        | "impacted systems"
        | "impacted components"
        | "product"
        | "products"
        | "application"
        | "applications"
        | "affected products"
        | "impacted service"
        | "impacted system"
        | "impacted product"
        | "impacted products"
        | "affected product"
        | "affected application"
        | "affected applications"
        | "affected package"
        | "affected packages"
        | "affected project"
        | "affected projects"
        | "affected site"
        | "affected sites"
        | "affected hub"
        | "affected hubs"
        | "hubs affected"
        | "affected cluster"
        | "affected clusters"
        | "affected"
        | "services involved"
        | "systems involved"
        | "betroffene dienste"
        | "betroffene systeme"
        | "services touchés"
        | "services affectés"
        | "servicios afectados"
        | "serviços afetados"
        | "受影响的服务"
        | "影响服务"
        | "영향받은 서비스"
        | "影響サービス"
        | "対象サービス" => Field::Services,
        "cause"
        | "causes"
        | "category"
        | "categories"
        | "contributing factors"
        | "contributing factor"
        | "root cause category"
        | "cause category" => Field::Causes,
        "root cause" | "root causes" if is_brief(label) => Field::Causes,
        "related"
        | "related incident"
        | "related incidents"
        | "related postmortem"
        | "related postmortems"
        | "similar incidents"
        | "previous incident"
        | "previous incidents"
        | "see also" => Field::Related,
        "trigger" | "triggers" | "triggered by" => Field::Trigger,
        "detected by"
        | "detection method"
        | "detection source"
        | "incident detected by"
        | "how detected"
        | "how was it detected"
        | "detected via" => Field::Detection,
        "impact" | "impact summary" | "user impact" | "customer impact" => Field::Impact,
        "owner" | "owners" | "incident owner" | "postmortem owner" | "document owner" | "report owner" | "dri"
        | "team" | "owning team" | "owner team" | "responsible team" => Field::Owner,
        "author" | "authors" | "written by" | "created by" | "prepared by" | "report author" | "postmortem author"
        | "postmortem authors" | "document author" | "compiled by" | "by" | "autor" | "autoren" | "auteur"
        | "auteurs" | "autores" | "作成者" | "著者" | "作者" | "작성자" => Field::Authors,
        "tag" | "tags" | "labels" | "keywords" => Field::Tags,
        "incident channel" | "slack" | "slack channel" | "channel" | "chat" | "ticket" | "tickets"
        | "incident ticket" | "jira" | "jira ticket" | "issue" | "incident issue" | "tracking issue"
        | "github issue" | "pull request" | "pr" | "prs" | "status page" | "incident link" | "pagerduty"
        | "pagerduty incident" | "zoom" | "dashboard" | "recording" | "call recording" | "incident report"
        | "links" | "link" | "related issues" | "discussion" | "thread" => Field::Link,
        "detection" if said(label) => Field::Detection,
        key => Field::At(timeline::milestone_of_key(key).filter(|_| tells_a_time(label))?),
    })
}

/// Whether a value is a few words: "Detection: alert" tells a source, a section "Detection" tells a story.
fn said(label: &Label) -> bool {
    let words = label.value.value.split_whitespace().count();
    (1..=4).contains(&words) && !label.value.value.contains(|c: char| c.is_ascii_digit())
}

/// Whether all values are a few words: below "Root cause" mostly stands a story.
fn is_brief(label: &Label) -> bool {
    let is_few = |value: &str| value.split_whitespace().count() <= 5;
    is_few(&label.value.value) && label.list.iter().all(|value| is_few(&value.value))
}

/// "Start" tells a time in a metadata block; as a heading of the story it must say one at once.
fn tells_a_time(label: &Label) -> bool {
    let metadata =
        matches!(label.section, None | Some(SectionKind::Metrics | SectionKind::Summary | SectionKind::Impact));
    let begins = crate::parse::time::starts_with_time(&label.value.value);
    begins && (metadata || label.value.value.len() < 60)
}
