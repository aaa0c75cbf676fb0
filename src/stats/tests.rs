use snapbox::{assert_data_eq, str};

use crate::config::Settings;
use crate::pipeline;
use crate::text::SourceSet;

#[test]
fn an_archive_in_numbers() {
    let sources = SourceSet::from_files([
        ("README.md", "# Our incidents\n\nHow we write them.\n"),
        (
            "2026-03-07-lockers.md",
            "---\nseverity: sev2\nstarted: 2026-03-07T09:12Z\nresolved: 2026-03-07T09:55Z\n---\n# Lockers stayed shut\n\n## Impact\n\nNone opened.\n\n## Timeline\n\n- 09:20 UTC Detected.\n",
        ),
        ("2026-03-08-doors.md", "# Doors\n\n**Start:** 2026-03-08 10:00 UTC\n\n**Resolved:** 2026-03-08 10:30 UTC\n"),
        (
            "lights.md",
            "---\nkind: exercise\nstatus: draft\nstarted: 2025-01-01T10:00Z\nresolved: 2025-01-01T11:00Z\n---\nText.\n",
        ),
        ("bells.md", "# Bells rang\n"),
    ]);
    let settings = Settings::default();
    let report = pipeline::check(&sources, &settings);
    let stats = super::stats(&report.archive, &report.diagnostics, &sources);
    assert_data_eq!(
        serde_json::to_string_pretty(&stats).unwrap(),
        str![[r#"
{
  "version": 1,
  "documents": {
    "files": 5,
    "postmortems": 4,
    "left_out": 1,
    "without_front_matter": 2,
    "by_status": {
      "draft": 1,
      "final": 3,
      "review": 0,
      "withdrawn": 0
    },
    "by_kind": {
      "exercise": 1,
      "incident": 3,
      "near-miss": 0
    }
  },
  "years": [
    {
      "year": 2025,
      "postmortems": 1
    },
    {
      "year": 2026,
      "postmortems": 2
    }
  ],
  "undated": 1,
  "fields": [
    {
      "field": "title",
      "known": 4,
      "unknown": 0,
      "by_provenance": {
        "file-name": 1,
        "heading": 3
      }
    },
    {
      "field": "id",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "date",
      "known": 3,
      "unknown": 1,
      "by_provenance": {
        "front-matter": 2,
        "metadata-block": 1
      }
    },
    {
      "field": "status",
      "known": 1,
      "unknown": 3,
      "by_provenance": {
        "front-matter": 1
      }
    },
    {
      "field": "kind",
      "known": 1,
      "unknown": 3,
      "by_provenance": {
        "front-matter": 1
      }
    },
    {
      "field": "severity",
      "known": 1,
      "unknown": 3,
      "by_provenance": {
        "front-matter": 1
      }
    },
    {
      "field": "services",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "causes",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "trigger",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "detection",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "started",
      "known": 3,
      "unknown": 1,
      "by_provenance": {
        "front-matter": 2,
        "metadata-block": 1
      }
    },
    {
      "field": "detected",
      "known": 1,
      "unknown": 3,
      "by_provenance": {
        "body": 1
      }
    },
    {
      "field": "acknowledged",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "mitigated",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "resolved",
      "known": 3,
      "unknown": 1,
      "by_provenance": {
        "front-matter": 2,
        "metadata-block": 1
      }
    },
    {
      "field": "timezone",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "duration",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "owner",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "authors",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "tags",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "visibility",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    },
    {
      "field": "lang",
      "known": 0,
      "unknown": 4,
      "by_provenance": {}
    }
  ],
  "sections": [
    {
      "section": "summary",
      "postmortems": 0
    },
    {
      "section": "background",
      "postmortems": 0
    },
    {
      "section": "impact",
      "postmortems": 1
    },
    {
      "section": "timeline",
      "postmortems": 1
    },
    {
      "section": "detection",
      "postmortems": 0
    },
    {
      "section": "response",
      "postmortems": 0
    },
    {
      "section": "resolution",
      "postmortems": 0
    },
    {
      "section": "trigger",
      "postmortems": 0
    },
    {
      "section": "contributing_factors",
      "postmortems": 0
    },
    {
      "section": "surprises",
      "postmortems": 0
    },
    {
      "section": "lessons",
      "postmortems": 0
    },
    {
      "section": "went_well",
      "postmortems": 0
    },
    {
      "section": "went_poorly",
      "postmortems": 0
    },
    {
      "section": "got_lucky",
      "postmortems": 0
    },
    {
      "section": "action_items",
      "postmortems": 0
    },
    {
      "section": "related",
      "postmortems": 0
    },
    {
      "section": "open_questions",
      "postmortems": 0
    },
    {
      "section": "people",
      "postmortems": 0
    },
    {
      "section": "metrics",
      "postmortems": 0
    },
    {
      "section": "supporting",
      "postmortems": 0
    },
    {
      "section": "messaging",
      "postmortems": 0
    }
  ],
  "profiles": [
    {
      "profile": "plain",
      "postmortems": 3
    },
    {
      "profile": "minimal",
      "postmortems": 1
    }
  ],
  "without_profile": 0,
  "findings": {
    "errors": 0,
    "warnings": 5,
    "infos": 2,
    "rules": [
      {
        "code": "ST001",
        "name": "missing-section",
        "level": "warning",
        "findings": 3,
        "documents": 3
      },
      {
        "code": "FM001",
        "name": "missing-title",
        "level": "warning",
        "findings": 1,
        "documents": 1
      },
      {
        "code": "FM002",
        "name": "missing-date",
        "level": "warning",
        "findings": 1,
        "documents": 1
      },
      {
        "code": "FM015",
        "name": "inferred-only",
        "level": "info",
        "findings": 1,
        "documents": 1
      },
      {
        "code": "SY005",
        "name": "not-a-postmortem",
        "level": "info",
        "findings": 1,
        "documents": 1
      }
    ]
  },
  "durations": [
    {
      "until": "detected",
      "known": 1,
      "inferred": 1,
      "missing": 2,
      "lower_quartile": null,
      "median": 8,
      "upper_quartile": null
    },
    {
      "until": "mitigated",
      "known": 0,
      "inferred": 0,
      "missing": 3,
      "lower_quartile": null,
      "median": null,
      "upper_quartile": null
    },
    {
      "until": "resolved",
      "known": 2,
      "inferred": 1,
      "missing": 1,
      "lower_quartile": null,
      "median": 30,
      "upper_quartile": null
    }
  ]
}
"#]]
    );
}
