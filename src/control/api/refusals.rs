//! How the control API says what the hub refuses. One row for each refusal.

use super::error::ApiError;
use crate::control::given::GivenError;
use crate::control::hub::HubError;
use crate::deliver::ClockError;
use crate::world::worlds::AddError;
use crate::world::{Bug, OpenError};

impl From<HubError> for ApiError {
    fn from(error: HubError) -> ApiError {
        let en = error.to_string();
        match error {
            HubError::NoWorld { name, known } => {
                ApiError::new(404, "NO_WORLD", en, format!("没有世界 `{name}`；现有：{known}"))
                    .hint("POST /_sandbox/worlds makes one")
            }
            HubError::BadName(name) => ApiError::new(
                400,
                "BAD_NAME",
                en,
                format!("`{name}` 不能作名称：1 到 64 个字母、数字、- 或 _"),
            ),
            HubError::NoAct { name, mean } => {
                let hint = mean.trim_start_matches("; ");
                let hint = if hint.is_empty() { "GET …/acts lists all acts" } else { hint };
                ApiError::new(404, "NO_ACT", en, format!("没有动作 `{name}`")).hint(hint)
            }
            HubError::NoSnapshot { name, known, .. } => {
                ApiError::new(404, "NO_SNAPSHOT", en, format!("没有快照 `{name}`；现有：{known}"))
            }
            HubError::NoNotice(id) => ApiError::new(404, "NO_NOTICE", en, format!("没有通知 {id}"))
                .hint("GET …/outbox lists all callbacks"),
            HubError::Act(refused) => ApiError::new(422, "ACT_REFUSED", refused.en, refused.zh),
            HubError::Clock(refused) => refused.into(),
            HubError::Given(refused) => of_given(&refused),
            HubError::Add(refused) => of_add(refused),
            HubError::Door(why) => ApiError::new(503, "NO_LISTENER", en, format!("无法监听端口：{why}")),
            HubError::Bug(bug) => bug.into(),
        }
    }
}

impl From<ClockError> for ApiError {
    fn from(error: ClockError) -> ApiError {
        let en = error.to_string();
        match error {
            ClockError::Busy => ApiError::new(
                409,
                "CLOCK_BUSY",
                en,
                "正在处理到期事项；时钟命令不能来自回调内部，也不能并行执行",
            )
            .hint("answer the callback first, then move the clock"),
            ClockError::Backwards { now } => {
                ApiError::new(422, "CLOCK_BACKWARDS", en, format!("当前时间为 {now}，时钟不能倒退"))
            }
            ClockError::Bug(bug) => bug.into(),
        }
    }
}

impl From<Bug> for ApiError {
    fn from(bug: Bug) -> ApiError {
        tracing::error!("a command failed: {bug}");
        ApiError::new(500, "SANDBOX_BUG", bug.to_string(), "沙盒自身出错，未作任何更改")
            .hint("nothing was changed; please report it")
    }
}

fn of_given(error: &GivenError) -> ApiError {
    let en = error.to_string();
    match error {
        GivenError::Unreadable(why) => {
            ApiError::new(400, "BAD_GIVEN", en, format!("无法读取世界描述：{why}"))
        }
        GivenError::Unfit(why) => ApiError::new(422, "UNFIT_GIVEN", en, format!("世界描述有误：{why}")),
        GivenError::Open(OpenError::Database(_)) | GivenError::Bug(_) => {
            ApiError::new(500, "SANDBOX_BUG", en, "沙盒自身出错，未作任何更改")
        }
        GivenError::Open(
            OpenError::NotOurs(file) | OpenError::Newer { file, .. } | OpenError::Unusable { file, .. },
        ) => ApiError::new(409, "UNUSABLE_FILE", en, format!("数据库文件 {file} 无法使用")),
    }
}

fn of_add(error: AddError) -> ApiError {
    let en = error.to_string();
    match error {
        AddError::NameTaken(name) => {
            ApiError::new(409, "NAME_TAKEN", en, format!("世界 `{name}` 已存在；请先删除或换一个名称"))
        }
        AddError::CredentialTaken { kind, value, world } => ApiError::new(
            409,
            "CREDENTIAL_TAKEN",
            en,
            format!("{kind} {value} 已属于世界 `{world}`；同一服务中两个世界不能共用凭证"),
        )
        .hint(format!("use another {kind}, delete `{world}`, or fork it: a fork has a listener of its own")),
        AddError::Bug(bug) => bug.into(),
    }
}
