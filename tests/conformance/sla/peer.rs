//! The settings of the programs that the cases of `sla.*` come from: one value each, in the crate's own words.

use std::collections::BTreeMap;
use std::error::Error;

use serde::Deserialize;
use serde_json::{Map, Value};
use service_quality::calendar::BusinessDayRule;
use service_quality::quantity::{ObjectiveId, PolicyId};
use service_quality::sla::{Allowance, CycleChoice, Standing};
use service_quality::ticket::Condition;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Peer {
    /// By kind of target: an objective without its name and its allowance, which the case gives.
    #[serde(default)]
    pub(super) objectives: BTreeMap<ObjectiveId, Map<String, Value>>,
    /// Kinds that are promised also where the case has no such target.
    #[serde(default)]
    pub(super) always: BTreeMap<ObjectiveId, Allowance>,
    #[serde(default = "PolicySettings::only")]
    pub(super) policies: Vec<PolicySettings>,
    #[serde(default)]
    pub(super) business_days: BusinessDayRule,
    pub(super) dues: Dues,
    /// The cycle that figures are about.
    #[serde(default = "last")]
    pub(super) cycle: CycleChoice,
    /// What figures that name no target are about, where there are several.
    #[serde(default = "span")]
    pub(super) main: ObjectiveId,
    /// Its words for how a ticket stands; `{next}` is the objective that is due next.
    #[serde(default)]
    standings: BTreeMap<String, String>,
}

/// A policy: for which tickets, and what its objectives have besides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicySettings {
    pub(super) id: PolicyId,
    pub(super) when: Condition,
    pub(super) settings: Map<String, Value>,
}

/// When a due time is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Dues {
    /// Always.
    Kept,
    /// Neither once it is finished nor while it is paused.
    WhileOpen,
}

fn span() -> ObjectiveId {
    ObjectiveId::new("span").unwrap()
}

const fn last() -> CycleChoice {
    CycleChoice::Last
}

impl PolicySettings {
    fn only() -> Vec<Self> {
        let id = PolicyId::new("all").unwrap();
        vec![Self { id, when: Condition::Always, settings: Map::new() }]
    }
}

impl Peer {
    pub(super) fn of(engine: &str) -> Result<Self, Box<dyn Error>> {
        let settings = PEERS.iter().find(|(name, _)| *name == engine);
        let (_, settings) = settings.ok_or_else(|| format!("no settings of `{engine}`"))?;
        let mut peer: Self = serde_json::from_str(settings)?;
        let common: Self = serde_json::from_str(COMMON)?;
        for (kind, objective) in common.objectives {
            peer.objectives.entry(kind).or_insert(objective);
        }
        peer.always.extend(common.always);
        Ok(peer)
    }

    pub(super) fn standing(&self, standing: &Standing) -> Option<String> {
        let (name, next) = match standing {
            Standing::Breached => ("breached", ""),
            Standing::Paused => ("paused", ""),
            Standing::Running { next } => ("running", next.as_str()),
            Standing::Met => ("met", ""),
            Standing::NothingPromised => ("nothing_promised", ""),
        };
        Some(self.standings.get(name)?.replace("{next}", next))
    }
}

const PEERS: [(&str, &str); 6] = [
    ("zammad", ZAMMAD),
    ("zammad-legacy", ZAMMAD_LEGACY),
    ("glpi", GLPI),
    ("frappe", FRAPPE),
    ("chatwoot", CHATWOOT),
    ("otobo", OTOBO),
];

/// The first response is a field, which a public reply sets where the case does not. Exchanges are cycles, and the
/// longest is kept.
const ZAMMAD: &str = r#"{
    "objectives": {
        "first_response": {
            "rules": {
                "start": [{"on": ["created"]}],
                "stop": [
                    {"on": [{"attribute_changed": "first_response"}]},
                    {"on": ["public_reply"], "when": {"not": {"exists": "first_response_recorded"}}}
                ]
            },
            "pausable": true, "boundary": "next_opening"
        },
        "update": {
            "rules": {"start": [{"on": ["customer_message"]}], "stop": [{"on": ["public_reply"]}]},
            "pausable": true, "boundary": "next_opening", "reopening": "new_cycle"
        },
        "resolution": {
            "rules": {"start": [{"on": ["created"]}], "stop": [{"on": ["closed"]}]},
            "pausable": true, "boundary": "next_opening"
        },
        "span": {
            "rules": {"start": [{"on": [{"attribute_changed": "window"}]}]},
            "pausable": true, "boundary": "next_opening"
        }
    },
    "dues": "while_open",
    "cycle": "longest"
}"#;

/// Each contact of either side ends a cycle and begins the next, and all cycles are added up.
const ZAMMAD_LEGACY: &str = r#"{
    "objectives": {
        "first_response": {
            "rules": {
                "start": [{"on": ["created"]}],
                "stop": [
                    {"on": [{"attribute_changed": "first_response"}]},
                    {"on": ["public_reply"], "when": {"not": {"exists": "first_response_recorded"}}}
                ]
            },
            "pausable": true
        },
        "update": {
            "rules": {
                "start": [{"on": ["created", "customer_message", "public_reply"]}],
                "stop": [{"on": ["customer_message", "public_reply"]}]
            },
            "pausable": true, "reopening": "new_cycle"
        },
        "resolution": {
            "rules": {"start": [{"on": ["created"]}], "stop": [{"on": ["closed"]}]},
            "pausable": true
        }
    },
    "dues": "kept",
    "cycle": "all"
}"#;

/// Under an OLA a ticket is owned once it is assigned, and time counts from when the OLA was agreed.
const GLPI: &str = r#"{
    "objectives": {
        "time_to_own": {
            "rules": {
                "start": [{"on": ["created"]}],
                "stop": [{
                    "on": ["status_changed"],
                    "when": {"all": [
                        {"equals": {"fact": "@status", "value": "assigned"}},
                        {"equals": {"fact": "agreement_kind", "value": "OLA"}}
                    ]}
                }]
            }
        },
        "time_to_resolve": {
            "rules": {
                "start": [{"on": ["created"]}],
                "stop": [
                    {"on": ["closed"]},
                    {
                        "on": ["status_changed"],
                        "when": {"in": {"fact": "@status", "values": ["solved", "closed"]}}
                    }
                ]
            },
            "pausable": true
        }
    },
    "policies": [
        {
            "id": "OLA",
            "when": {"equals": {"fact": "agreement_kind", "value": "OLA"}},
            "settings": {"counts_from": "adoption"}
        },
        {
            "id": "SLA",
            "when": {"not": {"equals": {"fact": "agreement_kind", "value": "OLA"}}},
            "settings": {"counts_from": "start"}
        }
    ],
    "business_days": "capped_at_closing",
    "dues": "kept",
    "main": "time_to_resolve"
}"#;

/// A status other than Open is a response.
const FRAPPE: &str = r#"{
    "objectives": {
        "first_response": {
            "rules": {
                "start": [{"on": ["created"]}],
                "stop": [
                    {"on": [{"attribute_changed": "first_response"}, "public_reply", "closed"]},
                    {
                        "on": ["status_changed"],
                        "when": {"not": {"equals": {"fact": "@status", "value": "Open"}}}
                    }
                ]
            }
        },
        "resolution": {
            "rules": {
                "start": [
                    {"on": ["created"]},
                    {
                        "on": ["status_changed"],
                        "when": {"not": {"in": {"fact": "@status", "values": ["Resolved", "Closed", "closed"]}}}
                    }
                ],
                "stop": [
                    {"on": ["closed"]},
                    {
                        "on": ["status_changed"],
                        "when": {"in": {"fact": "@status", "values": ["Resolved", "Closed"]}}
                    }
                ]
            },
            "pausable": true
        }
    },
    "dues": "kept",
    "main": "resolution",
    "standings": {
        "breached": "failed", "paused": "paused", "running": "{next}_due", "met": "fulfilled"
    }
}"#;

/// A conversation is a hit only once it is closed; so it has a clock of its own.
const CHATWOOT: &str = r#"{
    "objectives": {
        "first_response": {
            "rules": {
                "start": [{"on": ["created"]}],
                "stop": [{"on": [{"attribute_changed": "first_response"}, "public_reply"]}]
            }
        },
        "next_response": {
            "rules": {
                "start": [{
                    "on": ["customer_message"],
                    "when": {"any": [{"exists": "first_response"}, {"exists": "@first_response"}]}
                }],
                "stop": [{"on": [{"attribute_changed": "first_response"}, "public_reply", "closed"]}]
            },
            "reopening": "new_cycle"
        },
        "resolution": {"rules": {"start": [{"on": ["created"]}], "stop": [{"on": ["closed"]}]}},
        "conversation": {"rules": {"start": [{"on": ["created"]}], "stop": [{"on": ["closed"]}]}}
    },
    "always": {"conversation": {"same": {"elapsed": "PT87600H"}}},
    "dues": "kept",
    "standings": {"breached": "missed", "paused": "active", "running": "active", "met": "hit"}
}"#;

/// The crate's own targets, as they are.
const OTOBO: &str = r#"{"dues": "kept"}"#;

/// What every peer has where it says nothing else: the crate's own targets, and a stretch of time that a case asks for,
/// far too long to run out.
const COMMON: &str = r#"{
    "objectives": {
        "first_response": {"target": "first_response"},
        "next_response": {"target": "next_response"},
        "update": {"target": "next_response"},
        "time_to_own": {"target": "time_to_own"},
        "resolution": {"target": "resolution"},
        "time_to_resolve": {"target": "resolution"},
        "span": {"rules": {"start": [{"on": [{"attribute_changed": "window"}]}]}, "pausable": true}
    },
    "always": {"span": {"same": {"elapsed": "PT87600H"}}},
    "dues": "kept"
}"#;
